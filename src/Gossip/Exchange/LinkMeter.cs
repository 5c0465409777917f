namespace Murmuration.Gossip.Exchange;

/// <summary>
/// Counts what passes over one link, from any thread, and measures how long the neighbour takes to confirm, under the
/// lock of the exchange.
/// </summary>
internal sealed class LinkMeter
{
    private const long None = -1;

    private long _bytesSent;
    private long _bytesReceived;
    private (long Number, long SentAt) _round = (None, 0);
    private (long Number, long SentAt) _letter = (None, 0);
    private TimeSpan? _delay;

    public void Sent(long bytes) => Interlocked.Add(ref _bytesSent, bytes);

    public void Received(long bytes) => Interlocked.Add(ref _bytesReceived, bytes);

    /// <summary>The last bytes of the message of a round have left, at a timestamp.</summary>
    public void RoundSent(int round, long timestamp) => _round = (round, timestamp);

    /// <summary>The last bytes of a letter have left, at a timestamp.</summary>
    public void LetterSent(long number, long timestamp) => _letter = (number, timestamp);

    /// <summary>The neighbour says what has come and what it has taken.</summary>
    public void Hear(LinkReport report, TimeProvider time)
    {
        End(ref _round, report.Received, time);
        End(ref _letter, report.Taken - 1, time);
    }

    /// <summary>A message was delivered and confirmed at once, within one process.</summary>
    public void DeliveredAtOnce() => _delay = TimeSpan.Zero;

    /// <summary>What was on its way is no longer measured: the connection is gone.</summary>
    public void Forget() => (_round, _letter) = ((None, 0), (None, 0));

    /// <summary>The figures now.</summary>
    public LinkStatus Read(int agentIndex, LinkCondition condition) => new(
        agentIndex, condition, Interlocked.Read(ref _bytesSent), Interlocked.Read(ref _bytesReceived), _delay);

    private void End(ref (long Number, long SentAt) pending, long confirmed, TimeProvider time)
    {
        if (pending.Number != None && confirmed >= pending.Number)
        {
            _delay = time.GetElapsedTime(pending.SentAt);
            pending = (None, 0);
        }
    }
}
