using System.CommandLine;
using System.Text.Json;

namespace Murmuration.Agent.Commands;

/// <summary>The root of the command line.</summary>
internal static class MurmurCommand
{
    /// <summary>The command with all its subcommands, in the order in which help lists them.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand(
            "Murmuration trains one neural network among agents that never share their data, without a server.")
        {
            SimulateCommand.Create(),
            AgentCommand.Create(),
            StatusCommand.Create(),
            ControlCommands.CreateStop(),
            ControlCommands.CreateLeave(),
            EvaluateCommand.Create(),
            PredictCommand.Create(),
            ExportCommand.Create(),
            ReportCommand.Create(),
            DataCommand.Create(),
            DevicesCommand.Create(),
            TopologyCommand.Create(),
            KeysCommand.Create(),
            HelpCommands.CreateCompletion(),
            HelpCommands.CreateMan(Create),
        };
        CompleteEnums(root);
        return root;
    }

    /// <summary>
    /// Runs the command line; 0 is success, 1 a run that failed, 2 a command line that cannot be understood.
    /// </summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Create().Parse(args);
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

    /// <summary>Shells complete names of choices in the case in which help and files write them.</summary>
    private static void CompleteEnums(Command command)
    {
        foreach (var option in command.Options.Where(option => option.ValueType.IsEnum))
        {
            option.CompletionSources.Clear();
            option.CompletionSources.Add(
                [.. Enum.GetNames(option.ValueType).Select(JsonNamingPolicy.CamelCase.ConvertName)]);
        }

        command.Subcommands.ToList().ForEach(CompleteEnums);
    }
}
