using System.CommandLine;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Reports.Drawing;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Commands;

/// <summary><c>murmur topology show</c>: the links of a schedule, drawn on the terminal or as a picture.</summary>
internal static class TopologyShowCommand
{
    private static readonly Argument<string> File = TopologyCommand.File();

    private static readonly Option<int> Round = new("--round")
    {
        Description = "First round to draw.",
        HelpName = "N",
        Validators = { CommonOptions.Range("--round", 0, int.MaxValue) },
    };

    private static readonly Option<int> Count = new("--count")
    {
        Description = "Rounds to draw.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
        Validators = { CommonOptions.Range("--count", 1, 1000) },
    };

    private static readonly Option<string?> Svg = new("--svg")
    {
        Description = "Draw the round into this SVG file, light or dark as its viewer is, instead of on the terminal.",
        HelpName = "FILE",
    };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("show", "Draws the links of a topology file, round by round.")
        {
            File, Round, Count, Svg,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Svg) is not null && result.GetResult(Count) is { Implicit: false })
            {
                result.AddError("--svg draws one round; leave --count out");
            }
        });
        command.SetAction(Run);
        return command;
    }

    private static void Run(ParseResult parsed)
    {
        var schedule = ShippedFiles.LoadTopology(parsed.GetValue(File)!);
        var first = parsed.GetValue(Round);
        if (parsed.GetValue(Svg) is { } picture)
        {
            NetworkPicture.Save(CommonOptions.FullPath("--svg", picture), schedule, first);
            return;
        }

        for (var k = 0; k < parsed.GetValue(Count) && first <= int.MaxValue - k; k++)
        {
            Console.WriteLine(TopologyDrawing.Draw(schedule, first + k));
        }
    }
}
