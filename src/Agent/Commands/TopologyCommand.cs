using System.CommandLine;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Commands;

/// <summary><c>murmur topology</c>: checks, shows and makes topology files.</summary>
internal static class TopologyCommand
{
    private static readonly Argument<string> Path = new("file") { Description = "The topology file." };

    private static readonly Option<int> Round = new("--round")
    {
        Description = "First round to draw.",
        HelpName = "N",
    };

    private static readonly Option<int> Count = new("--count")
    {
        Description = "Rounds to draw.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    /// <summary>The command with its subcommands.</summary>
    public static Command Create() => new("topology", "Checks, shows and makes topology files.")
    {
        Check(),
        Show(),
        TopologyMakeCommand.Create(),
    };

    private static Command Check()
    {
        var command = new Command(
            "check", "Loads a topology file with all checks and says how fast it lets agents agree.")
        {
            Path,
        };
        command.SetAction(parsed =>
        {
            var schedule = TopologySchedule.Load(parsed.GetValue(Path)!);
            Console.WriteLine(new TopologyReport(schedule));
        });
        return command;
    }

    private static Command Show()
    {
        var command = new Command("show", "Draws the links of a topology file, round by round.") { Path, Round, Count };
        command.SetAction(parsed =>
        {
            var schedule = TopologySchedule.Load(parsed.GetValue(Path)!);
            var (first, count) = (Math.Max(0, parsed.GetValue(Round)), Math.Max(1, parsed.GetValue(Count)));
            for (var round = first; round < first + count; round++)
            {
                Console.WriteLine(TopologyDrawing.Draw(schedule, round));
            }
        });
        return command;
    }
}
