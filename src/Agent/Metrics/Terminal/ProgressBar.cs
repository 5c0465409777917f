using Spectre.Console;
using Spectre.Console.Rendering;

namespace Murmuration.Agent.Metrics.Terminal;

/// <summary>How much of a run is done, over the whole width, and how long the rest takes.</summary>
internal sealed class ProgressBar(int round, int rounds, double? secondsLeft) : Renderable
{
    private const int MostWidth = 100;
    private const int LeastCells = 5;

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var (before, after) = ($"round {round}/{rounds}", $"{ProgressText.Left(secondsLeft)} left");
        var cells = Math.Min(maxWidth, MostWidth) - before.Length - after.Length - 2;
        if (cells < LeastCells)
        {
            yield return new Segment(before.Length <= maxWidth ? before : before[..maxWidth]);
        }
        else
        {
            var (done, open) = options.Unicode ? ('━', '─') : ('=', '-');
            var filled = rounds == 0 ? cells : (int)((long)cells * Math.Clamp(round, 0, rounds) / rounds);
            yield return new Segment($"{before} ");
            yield return new Segment(new string(done, filled), new Style(Color.Green));
            yield return new Segment(new string(open, cells - filled), new Style(Color.Grey));
            yield return new Segment($" {after}");
        }

        yield return Segment.LineBreak;
    }
}
