using System.CommandLine;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Control;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Metrics.Terminal;
using Spectre.Console;

namespace Murmuration.Agent.Commands;

/// <summary><c>murmur status</c>: the whole network, as any of its agents knows it.</summary>
internal static class StatusCommand
{
    /// <summary>A file or a pipe is as wide as its longest line.</summary>
    private const int FileWidth = 240;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private static readonly Argument<string?> Address = new("address")
    {
        Description = "HOST:PORT of an agent that was started with --dashboard; without it an agent of yours on this "
            + "machine is asked.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> Watch = new("--watch")
    {
        Description = "Look again every second until the run ends or Ctrl-C.",
    };

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Print what is known as one JSON object, with --watch one per line.",
    };

    private static readonly Option<string?> Run = ControlCommands.RunName();

    private static readonly Option<string?> Id = ControlCommands.AgentId();

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command(
            "status",
            "Shows the whole network as one of its agents knows it: agents, rounds, cost, accuracy, disagreement, and "
            + "links with their state, bytes and delay.")
        {
            Address, Watch, Json, Run, Id,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Address) is not null
                && (result.GetValue(Run) is not null || result.GetValue(Id) is not null))
            {
                result.AddError("--run and --id choose among the agents of this machine; ADDRESS is that of one agent");
            }
        });
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        using var signals = new StopSignals();
        using var web = parsed.GetValue(Address) is { } address ? new WebSource(address) : null;
        INetworkSource source = web is null ? new ControlSource(parsed.GetValue(Run), parsed.GetValue(Id)) : web;
        try
        {
            var first = await source.LookAsync(signals.Token);
            if (!parsed.GetValue(Watch))
            {
                Write(first, parsed.GetValue(Json));
            }
            else if (parsed.GetValue(Json) || Console.IsOutputRedirected)
            {
                await FollowAsync(source, first, next => WriteLine(next, parsed.GetValue(Json)), signals.Token);
            }
            else
            {
                await AnsiConsole.Console.Live(NetworkScreen.Live(first)).StartAsync(display => FollowAsync(
                    source, first, next => display.UpdateTarget(NetworkScreen.Live(next)), signals.Token));
            }
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            // Ctrl-C is how watching ends.
        }

        return 0;
    }

    /// <summary>Shows what is known, again and again, until nobody answers any more.</summary>
    private static async Task FollowAsync(
        INetworkSource source, NetworkSnapshot first, Action<NetworkSnapshot> show, CancellationToken cancellation)
    {
        show(first);
        using var timer = new PeriodicTimer(Interval, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                show(await source.LookAsync(cancellation));
            }
        }
        catch (ConfigurationException e)
        {
            await Console.Error.WriteLineAsync($"The run has ended, or its agents cannot be reached: {e.Message}");
        }
    }

    private static void Write(NetworkSnapshot snapshot, bool json)
    {
        if (json)
        {
            Console.WriteLine(MetricsFormat.ToLine(snapshot));
            return;
        }

        PlainOrColoured().Write(NetworkScreen.Whole(snapshot));
    }

    private static IAnsiConsole PlainOrColoured()
    {
        if (!Console.IsOutputRedirected)
        {
            return AnsiConsole.Console;
        }

        var plain = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(Console.Out),
        });
        plain.Profile.Width = FileWidth;
        return plain;
    }

    private static void WriteLine(NetworkSnapshot snapshot, bool json) => Console.WriteLine(
        json ? MetricsFormat.ToLine(snapshot)
        : snapshot.Totals is { Members: > 0 } totals
            ? ProgressText.Line(ProgressText.Fields(totals, snapshot.Rounds))
            : "no agent has begun");
}
