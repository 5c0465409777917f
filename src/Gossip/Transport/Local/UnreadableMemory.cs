namespace Murmuration.Gossip.Transport.Local;

/// <summary>
/// Remembers for a while that a neighbour's memory could not be read. A probe may succeed where a message does not, as
/// with memory of a device: without this, one connection after the other would be lost on the same message.
/// </summary>
internal sealed class UnreadableMemory(TimeProvider clock)
{
    /// <summary>What stands in the way is seldom taken away, and a probe costs nearly nothing.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private int _process;
    private long _notedAt;

    /// <summary>True while this process is known as one whose memory cannot be read.</summary>
    public bool Is(int process)
    {
        lock (_gate)
        {
            return _process == process && clock.GetElapsedTime(_notedAt) < Validity;
        }
    }

    /// <summary>The memory of this process could not be read.</summary>
    public void Note(int process)
    {
        lock (_gate)
        {
            (_process, _notedAt) = (process, clock.GetTimestamp());
        }
    }
}
