namespace Murmuration.Gossip.Exchange;

/// <summary>
/// How long a round waits for its neighbours: several times what rounds typically take, within a floor and a ceiling.
/// Until a few rounds have been measured, and after each round that was given up, it is more patient.
/// </summary>
/// <remarks>
/// What is typical is a running median: a step up for every longer round, a step down for every shorter one. A mean
/// would not do, because agents measure each other: one that waits its whole deadline for a dead neighbour makes the
/// round just as long for its other neighbours, whose deadlines would grow, and so on.
/// </remarks>
internal sealed class Deadline(TimeSpan floor, TimeSpan ceiling)
{
    private const int RoundsNeeded = 5;
    private const double Factor = 8;
    private const double Step = 1.05;
    private const double Patience = 1.5;
    private readonly double _ceiling = ceiling.TotalSeconds;
    private double _typical;
    private double _backoff = 1;
    private int _count;

    /// <summary>No deadline is longer, whatever has been measured.</summary>
    public TimeSpan Limit { get; set; } = TimeSpan.MaxValue;

    /// <summary>The present deadline, from the begin of a round's waiting.</summary>
    public TimeSpan Current => Measured < Limit ? Measured : Limit;

    /// <summary>How long to wait for those who are not even connected: they may just be dialing again.</summary>
    public TimeSpan ForAbsent => Current < floor ? Current : floor;

    private TimeSpan Measured => TimeSpan.FromSeconds(
        _count < RoundsNeeded ? _ceiling : Math.Clamp(Factor * _typical * _backoff, floor.TotalSeconds, _ceiling));

    /// <summary>Takes the duration of a round that no link was missing in. The first rounds are slow, so the slowest of
    /// them is where the median starts.</summary>
    public void Measure(TimeSpan round)
    {
        var seconds = round.TotalSeconds;
        _typical = _count < RoundsNeeded ? Math.Max(_typical, seconds)
            : seconds > _typical ? _typical * Step
            : _typical / Step;
        _backoff = 1;
        _count++;
    }

    /// <summary>A round had to go on without a link: perhaps the network is slower than it was.</summary>
    public void Missed() => _backoff = Math.Min(_backoff * Patience, _ceiling / floor.TotalSeconds);
}
