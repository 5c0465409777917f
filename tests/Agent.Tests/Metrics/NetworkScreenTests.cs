using Murmuration.Agent.Metrics;
using Murmuration.Agent.Metrics.Terminal;
using Spectre.Console;

namespace Murmuration.Agent.Tests.Metrics;

/// <summary>What a person sees on terminals of every width.</summary>
public sealed class NetworkScreenTests
{
    [Theory]
    [InlineData(12)]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(200)]
    public void No_line_is_wider_than_the_terminal_and_every_agent_is_seen(int width)
    {
        var lines = Draw(NetworkScreen.Whole(Snapshots.Ring(5)), width);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
        Assert.All(Enumerable.Range(0, 5), k => Assert.Contains(lines, line => Cells(line).Contains($"a{k}")));
    }

    [Fact]
    public void A_wide_terminal_shows_all_and_a_narrow_one_what_matters_most()
    {
        var heads = Heads(200);
        Assert.Equal(
        [
            "agent", "state", "round", "cost", "accuracy", "disagreement", "stationarity", "staleness", "epochs",
            "waits", "sent", "links", "news",
        ], heads);
        Assert.Equal(["agent", "state", "round", "cost", "links"], Heads(60));
        Assert.Equal(["agent", "round", "links"], Heads(44));
        Assert.Equal(["agent"], Heads(16));
    }

    [Fact]
    public void Links_silence_and_time_left_are_told()
    {
        var text = string.Join('\n', Draw(NetworkScreen.Whole(Snapshots.Ring(4)), 160));
        Assert.Contains("1 up, 1 suspended", text, StringComparison.Ordinal);
        Assert.Contains("silent 30 s", text, StringComparison.Ordinal);
        Assert.Contains("round 30/100", text, StringComparison.Ordinal);
        Assert.Contains(" 2 min left", text, StringComparison.Ordinal);
        Assert.Contains("link ends suspended 2", text, StringComparison.Ordinal);
        Assert.Matches("a0 – a1 +│ suspended │ +200 B │ +201 B │ +2.0 ms │ +2.0 ms", text);
        Assert.Matches("a2 – a3 +│ up", text);
    }

    [Fact]
    public void A_live_screen_shows_no_more_agents_than_there_is_room_for()
    {
        Assert.Contains(Draw(NetworkScreen.Live(Snapshots.Ring(15)), 100, 40), line => Cells(line).Contains("a14"));
        Assert.DoesNotContain(
            Draw(NetworkScreen.Live(Snapshots.Ring(15)), 100, 20), line => Cells(line).Contains("a1"));
        Assert.DoesNotContain(
            Draw(NetworkScreen.Live(Snapshots.Ring(25)), 100, 90), line => Cells(line).Contains("a1"));
        Assert.InRange(Draw(NetworkScreen.Live(Snapshots.Ring(20)), 60, 31).Count, 20, 31);
    }

    [Fact]
    public void Before_anybody_has_begun_it_says_so()
    {
        var snapshot = Snapshots.Ring(3) with { Agents = [], Totals = NetworkTotals.Of([], 100) };
        Assert.Contains(Draw(NetworkScreen.Live(snapshot), 80), line => line.Contains("No agent has begun"));
    }

    private static List<string> Heads(int width) =>
        Cells(Draw(NetworkScreen.Whole(Snapshots.Ring(3)), width)
            .First(line => line.StartsWith("│ agent", StringComparison.Ordinal)));

    private static List<string> Cells(string line) =>
        [.. line.Split('│').Select(cell => cell.Trim()).Where(cell => cell.Length > 0)];

    private static List<string> Draw(NetworkScreen screen, int width, int height = 50)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer),
        });
        (console.Profile.Width, console.Profile.Height) = (width, height);
        console.Profile.Capabilities.Unicode = true;
        console.Write(screen);
        return [.. writer.ToString().Split(Environment.NewLine)];
    }
}
