using System.CommandLine;
using System.CommandLine.Parsing;

namespace Murmuration.UserSpaceSwitch;

/// <summary>The command line of the switch.</summary>
internal static class SwitchCommand
{
    private const double Megabit = 1e6;
    private const double Percent = 100;

    private static readonly Option<string[]> Ports = new("--port")
    {
        Description = "A port and the network namespace that it is plugged into; once per port, at least two.",
        HelpName = "NAME=NAMESPACE",
        Required = true,
    };

    private static readonly Option<string> Device = new("--device")
    {
        Description = "Name of the interface that each namespace gets.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "lan0",
    };

    private static readonly Option<double> Delay = new("--delay")
    {
        Description = "Milliseconds from one port to another, one way: ping shows twice as much.",
        HelpName = "MS",
        Validators = { Range("--delay", 0, 60_000) },
    };

    private static readonly Option<double> Loss = new("--loss")
    {
        Description = "Percentage of the frames that are lost on their way to a port.",
        HelpName = "PERCENT",
        Validators = { Range("--loss", 0, 100) },
    };

    private static readonly Option<double?> Rate = new("--rate")
    {
        Description = "Megabits per second of a port, in each direction; without limit by default.",
        HelpName = "MBIT",
        Validators = { Range("--rate", 0.001, 100_000) },
    };

    private static readonly Option<int> Queue = new("--queue")
    {
        Description = "Kilobytes that may wait for a port with a rate, in each direction; more is dropped.",
        HelpName = "KB",
        DefaultValueFactory = _ => 256,
        Validators = { Range("--queue", 2, 1_000_000) },
    };

    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "Decides which frames are lost.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    /// <summary>The command.</summary>
    public static RootCommand Create()
    {
        var command = new RootCommand(
            "Joins network namespaces by an Ethernet switch in user space. Says 'ready', then takes commands, one per "
            + "line: cut A B, cut A, join A B, join A, oneway A B, stats, quit.")
        {
            Ports, Device, Delay, Loss, Rate, Queue, Seed,
        };
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    private static Task RunAsync(ParseResult parsed)
    {
        var quality = new LineQuality(
            TimeSpan.FromMilliseconds(parsed.GetValue(Delay)),
            parsed.GetValue(Loss) / Percent,
            parsed.GetValue(Rate) * Megabit,
            parsed.GetValue(Queue) * 1000);
        return SwitchProgram.RunAsync(
            Plans(parsed.GetValue(Ports)!), parsed.GetValue(Device)!, quality, parsed.GetValue(Seed));
    }

    private static List<PortPlan> Plans(string[] texts)
    {
        var plans = texts.Select(PortPlan.Parse).ToList();
        if (plans.Count < 2)
        {
            throw new SwitchException("a switch needs two ports at least: give --port more than once");
        }

        var twice = plans.GroupBy(plan => plan.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? plans : throw new SwitchException($"--port {twice.Key} is given twice");
    }

    private static Action<OptionResult> Range(string option, double least, double most) =>
        result =>
        {
            if (result.Tokens is [{ Value: var text }]
                && double.TryParse(text, out var number)
                && !(number >= least && number <= most))
            {
                result.AddError($"{option} must lie in {least} … {most}");
            }
        };
}
