using System.CommandLine;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Control;

namespace Murmuration.Agent.Commands;

/// <summary><c>murmur stop</c> and <c>murmur leave</c>: requests to agents that run on this machine.</summary>
internal static class ControlCommands
{
    private static readonly Option<string?> Run = RunName();

    private static readonly Option<string?> Id = AgentId();

    private static readonly Argument<string> Leaver = new("id") { Description = "Id of the agent that leaves." };

    /// <summary>Which run is meant.</summary>
    public static Option<string?> RunName() => new("--run")
    {
        Description = "Name of the run (key 'name'), where agents of several runs are here.",
        HelpName = "NAME",
    };

    /// <summary>Which agent is asked.</summary>
    public static Option<string?> AgentId() => new("--id")
    {
        Description = "Which agent of this machine is asked; any one by default.",
        HelpName = "ID",
    };

    /// <summary>The command <c>stop</c>.</summary>
    public static Command CreateStop()
    {
        var command = new Command(
            "stop",
            "Stops a whole run: all its agents, here and elsewhere, end after the same round, each with a checkpoint "
            + "from which the same command goes on.")
        {
            Run, Id,
        };
        command.SetAction((parsed, cancellation) => StopAsync(
            parsed.GetValue(Run), parsed.GetValue(Id), cancellation));
        return command;
    }

    /// <summary>The command <c>leave</c>.</summary>
    public static Command CreateLeave()
    {
        var command = new Command(
            "leave",
            "Takes one agent of this machine out of its run for good: the others go on with the cost of those that "
            + "stay. Its weights are kept, its checkpoints removed.")
        {
            Leaver, Run,
        };
        command.SetAction((parsed, cancellation) => LeaveAsync(
            parsed.GetValue(Run), parsed.GetValue(Leaver)!, cancellation));
        return command;
    }

    private static async Task<int> StopAsync(string? run, string? id, CancellationToken cancellation)
    {
        var (socket, agent) = await ControlClient.FindAsync(run, id, cancellation);
        Console.Error.WriteLine($"Asked agent '{agent.Id}' of run '{agent.Run}'; waiting until all agents agree.");
        var rounds = await AskAsync(socket, ControlDesk.Stop, cancellation);
        Console.WriteLine($"Run '{agent.Run}' stopped after {rounds} rounds.");
        return 0;
    }

    private static async Task<int> LeaveAsync(string? run, string id, CancellationToken cancellation)
    {
        var (socket, agent) = await ControlClient.FindAsync(run, id, cancellation);
        var rounds = await AskAsync(socket, ControlDesk.Leave, cancellation);
        Console.WriteLine($"Agent '{agent.Id}' left run '{agent.Run}' after {rounds} rounds.");
        return 0;
    }

    private static async Task<int> AskAsync(string socket, string request, CancellationToken cancellation)
    {
        var reply = await ControlClient.AskAsync(socket, request, cancellation);
        return reply.Rounds ?? throw new ConfigurationException($"agent '{reply.Id}': {reply.Error}");
    }
}
