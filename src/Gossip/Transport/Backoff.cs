namespace Murmuration.Gossip.Transport;

/// <summary>Pauses between attempts: growing, capped, and jittered so that agents do not dial in step.</summary>
internal sealed class Backoff(int seed)
{
    private const double FirstSeconds = 0.05;
    private const double Growth = 1.6;
    private const double MaxSeconds = 2;
    private readonly Random _random = new(seed);
    private double _seconds = FirstSeconds;

    public TimeSpan Next()
    {
        var pause = TimeSpan.FromSeconds(_seconds * (0.5 + (0.5 * _random.NextDouble())));
        _seconds = Math.Min(MaxSeconds, _seconds * Growth);
        return pause;
    }

    public void Reset() => _seconds = FirstSeconds;
}
