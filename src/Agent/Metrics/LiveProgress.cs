using Murmuration.Agent.Metrics.Terminal;
using Spectre.Console;

namespace Murmuration.Agent.Metrics;

/// <summary>Progress as a picture of the network that is redrawn in place, for terminals.</summary>
internal sealed class LiveProgress(IAnsiConsole console, TimeProvider time) : IProgressView
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _closing = new();
    private Task? _drawing;

    public void Say(string line) => console.MarkupLineInterpolated($"[grey]{line}[/]");

    public void Warn(string line) => console.MarkupLineInterpolated($"[yellow]warning: {line}[/]");

    public void Follow(Func<NetworkSnapshot> look) =>
        _drawing ??= console.Live(Draw(look)).StartAsync(display => DrawAsync(display, look));

    /// <summary>It looks by itself, also while no round comes to its end.</summary>
    public void Show(NetworkRound round)
    {
    }

    public void Dispose()
    {
        _closing.Cancel();
        _drawing?.GetAwaiter().GetResult();
        _closing.Dispose();
    }

    private async Task DrawAsync(LiveDisplayContext display, Func<NetworkSnapshot> look)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_closing.Token))
            {
                display.UpdateTarget(Draw(look));
            }
        }
        catch (OperationCanceledException)
        {
            display.UpdateTarget(Draw(look));
        }
        catch (Exception e)
        {
            // The run is not to fail by a picture of it.
            Warn($"the live table has failed: {e.Message}");
        }
    }

    private static NetworkScreen Draw(Func<NetworkSnapshot> look) => NetworkScreen.Live(look());
}
