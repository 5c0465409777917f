using System.CommandLine;

namespace Murmuration.Agent.Commands;

/// <summary><c>murmur topology</c>: checks, shows, makes and converts topology files.</summary>
internal static class TopologyCommand
{
    /// <summary>The topology file that the subcommands read.</summary>
    public static Argument<string> File() => new("file")
    {
        Description = "The topology file, our own or of another program's format.",
    };

    /// <summary>The command with its subcommands.</summary>
    public static Command Create() => new("topology", "Checks, shows, makes and converts topology files.")
    {
        TopologyCheckCommand.Create(),
        TopologyShowCommand.Create(),
        TopologyMakeCommand.Create(),
        TopologyConvertCommand.Create(),
        TopologyAgentsCommand.Create(),
    };
}
