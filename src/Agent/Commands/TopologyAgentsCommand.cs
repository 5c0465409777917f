using System.CommandLine;
using Murmuration.Agent.Configuration;

namespace Murmuration.Agent.Commands;

/// <summary><c>murmur topology agents</c>: who takes part and where, for scripts.</summary>
internal static class TopologyAgentsCommand
{
    private static readonly Argument<string> File = new("file") { Description = "The topology file." };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command(
            "agents", "Lists the agents of a topology file: id, host and port, separated by tabs, one agent per line.")
        {
            File,
        };
        command.SetAction(parsed =>
        {
            foreach (var agent in ShippedFiles.LoadTopology(parsed.GetValue(File)!).Agents)
            {
                Console.Out.Write($"{agent.Id}\t{agent.Host}\t{agent.Port}\n");
            }
        });
        return command;
    }
}
