using System.CommandLine;

namespace Murmuration.Agent.Commands;

/// <summary>The root of the command line.</summary>
internal static class MurmurCommand
{
    /// <summary>
    /// Runs the command line; 0 is success, 1 a run that failed, 2 a command line that cannot be understood.
    /// </summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand(
            "Murmuration trains one neural network among agents that never share their data, without a server.")
        {
            SimulateCommand.Create(),
            AgentCommand.Create(),
            ControlCommands.CreateStop(),
            ControlCommands.CreateLeave(),
            EvaluateCommand.Create(),
            CompareCommand.Create(),
            TopologyCommand.Create(),
            KeysCommand.Create(),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0 && args.Length > 0)
        {
            return CommandErrors.Report(parsed);
        }

        return await CommandErrors.GuardAsync(() => parsed.InvokeAsync(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        }));
    }
}
