namespace Murmuration.Gossip.Exchange;

/// <summary>The counters behind <see cref="ExchangeCounters"/>; safe to call from any thread.</summary>
internal sealed class ExchangeMeter
{
    private long _bytesSent;
    private long _bytesReceived;
    private long _framesSent;
    private long _framesReceived;
    private long _duplicates;
    private long _stale;
    private long _declined;
    private long _suspended;
    private long _settled;
    private long _lettersSent;
    private long _lettersTaken;
    private long _lettersDropped;
    private long _reconnects;
    private long _refused;
    private long _waitedTicks;

    public void Sent(long bytes, int frames)
    {
        Interlocked.Add(ref _bytesSent, bytes);
        Interlocked.Add(ref _framesSent, frames);
    }

    public void Received(long bytes, int frames)
    {
        Interlocked.Add(ref _bytesReceived, bytes);
        Interlocked.Add(ref _framesReceived, frames);
    }

    public void Duplicate() => Interlocked.Increment(ref _duplicates);

    public void Stale() => Interlocked.Increment(ref _stale);

    public void Declined() => Interlocked.Increment(ref _declined);

    public void Suspended() => Interlocked.Increment(ref _suspended);

    public void Settled(int count) => Interlocked.Add(ref _settled, count);

    public void LetterSent() => Interlocked.Increment(ref _lettersSent);

    public void LetterTaken() => Interlocked.Increment(ref _lettersTaken);

    public void LettersDropped(int count) => Interlocked.Add(ref _lettersDropped, count);

    public void Reconnected() => Interlocked.Increment(ref _reconnects);

    public void Refused() => Interlocked.Increment(ref _refused);

    public void Waited(TimeSpan time) => Interlocked.Add(ref _waitedTicks, time.Ticks);

    public ExchangeCounters Read() => new(
        Interlocked.Read(ref _bytesSent),
        Interlocked.Read(ref _bytesReceived),
        Interlocked.Read(ref _framesSent),
        Interlocked.Read(ref _framesReceived),
        Interlocked.Read(ref _duplicates),
        Interlocked.Read(ref _stale),
        Interlocked.Read(ref _declined),
        Interlocked.Read(ref _suspended),
        Interlocked.Read(ref _settled),
        Interlocked.Read(ref _lettersSent),
        Interlocked.Read(ref _lettersTaken),
        Interlocked.Read(ref _lettersDropped),
        Interlocked.Read(ref _reconnects),
        Interlocked.Read(ref _refused),
        TimeSpan.FromTicks(Interlocked.Read(ref _waitedTicks)));
}
