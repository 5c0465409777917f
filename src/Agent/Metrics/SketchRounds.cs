using System.Numerics;

namespace Murmuration.Agent.Metrics;

/// <summary>
/// Chooses the rounds whose sketches go onto the bulletin. Agents publish at different moments, and only sketches of
/// one round add up, so all choose the newest multiple of a power of two that is some seconds long: nearly always the
/// same.
/// </summary>
internal sealed class SketchRounds(int lastRound)
{
    private const double LeastSeconds = 4;

    private int? _first;

    /// <summary>The newest round chosen, null before the first.</summary>
    public RoundMetrics? Newest { get; private set; }

    /// <summary>Looks at a round.</summary>
    public void Note(RoundMetrics metrics)
    {
        _first ??= metrics.Round;
        if (metrics.Round % Period(metrics) == 0 || metrics.Round == lastRound)
        {
            Newest = metrics;
        }
    }

    private int Period(RoundMetrics metrics)
    {
        var rounds = metrics.Round - _first!.Value;
        var perPeriod = rounds == 0 || metrics.Seconds <= 0 ? 1 : LeastSeconds * rounds / metrics.Seconds;
        return (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(perPeriod, 1, 1 << 20));
    }
}
