namespace Murmuration.Gossip.Transport.Admission;

/// <summary>Lets so many through at once, and so many per second after that. Not safe for several threads.</summary>
internal sealed class TokenBucket(int burst, double perSecond, TimeProvider clock)
{
    private double _missing;
    private long _filledAt = clock.GetTimestamp();

    /// <summary>Takes one token, if there is one.</summary>
    public bool TryTake()
    {
        var now = clock.GetTimestamp();
        _missing = Math.Max(0, _missing - (perSecond * clock.GetElapsedTime(_filledAt, now).TotalSeconds));
        _filledAt = now;
        if (_missing > burst - 1)
        {
            return false;
        }

        _missing++;
        return true;
    }
}
