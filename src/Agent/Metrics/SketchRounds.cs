using System.Numerics;

namespace Murmuration.Agent.Metrics;

/// <summary>
/// Chooses the rounds that are sketched: those that evaluate, and those whose sketches go onto the bulletin. Agents
/// publish at different moments, and only sketches of one round add up, so for the bulletin all choose the newest
/// multiple of a power of two that is some seconds long: nearly always the same.
/// </summary>
internal sealed class SketchRounds(int lastRound, int evaluateEvery)
{
    private const double LeastSeconds = 4;

    private int? _first;
    private RoundMetrics? _newest;

    /// <summary>The newest round chosen for the bulletin, null before the first.</summary>
    public RoundMetrics? Newest { get; private set; }

    /// <summary>Whether a round is to be sketched. A sketch reads all weights and, on a card, fetches them.</summary>
    /// <param name="round">Rounds done.</param>
    /// <param name="seconds">Seconds since the first round of this start began.</param>
    public bool IsDue(int round, double seconds)
    {
        _first ??= round;
        return round % evaluateEvery == 0 || IsForBulletin(round, seconds);
    }

    /// <summary>Looks at a round, when it has been sketched.</summary>
    public void Note(RoundMetrics metrics)
    {
        if (IsForBulletin(metrics.Round, metrics.Seconds))
        {
            Newest = _newest ??= metrics with { };
            _newest.CopyFrom(metrics);
        }
    }

    private bool IsForBulletin(int round, double seconds) =>
        round % Period(round, seconds) == 0 || round == lastRound;

    private int Period(int round, double seconds)
    {
        var rounds = round - _first!.Value;
        var perPeriod = rounds == 0 || seconds <= 0 ? 1 : LeastSeconds * rounds / seconds;
        return (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(perPeriod, 1, 1 << 20));
    }
}
