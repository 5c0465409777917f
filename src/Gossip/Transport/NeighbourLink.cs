using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Transport.Admission;
using Murmuration.Gossip.Transport.Local;

namespace Murmuration.Gossip.Transport;

/// <summary>
/// What an agent knows of its connections with one neighbour: the present one, the memory that messages come into, and
/// since when the neighbour is away. Guarded by the lock of the exchange.
/// </summary>
internal sealed class NeighbourLink(
    TcpNeighbourhoodOptions options, LinkState state, long openedAt, TimeProvider? clock = null)
{
    private const int LineBurst = 20;
    private const double LinesPerSecond = 0.2;

    /// <summary>One message in use, one that settles, one for the next round.</summary>
    private const int BufferCount = 3;

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly ReceiveBuffer?[] _buffers = new ReceiveBuffer?[BufferCount];
    private long _lateUntil;

    public int AgentIndex => state.AgentIndex;

    public AgentAddress Agent { get; } = options.Schedule.Agents[state.AgentIndex];

    /// <summary>Rounds of the link.</summary>
    public LinkState State => state;

    /// <summary>Both ends dial; the one with the lower index does so first, and has the right of way.</summary>
    public bool DialsFirst => options.AgentIndex < state.AgentIndex;

    /// <summary>One handshake at a time may decide about the link. At the end that dials second its own attempts do not
    /// count: they give way.</summary>
    public SemaphoreSlim Entry { get; } = new(1);

    public Connection? Connection { get; set; }

    /// <summary>
    /// Neighbours let in so far. A handshake of this agent's own that was under way meanwhile is void.
    /// </summary>
    public int LetInCount { get; set; }

    public bool WasConnected { get; set; }

    /// <summary>Timestamp since when there is no connection that has worked; the first handshake starts it
    /// anew.</summary>
    public long DownSince { get; set; } = openedAt;

    /// <summary>The newest record of the neighbour when there was last no connection, and when it came.</summary>
    public AgentRecord? News { get; set; }

    /// <summary>Timestamp of <see cref="News"/>.</summary>
    public long NewsAt { get; set; } = openedAt;

    /// <summary>Why the last attempt or connection ended.</summary>
    public string Trouble { get; set; } = "has not appeared";

    /// <summary>Set when the neighbour was refused by a rule of the handshake.</summary>
    public HandshakeException? Refusal { get; set; }

    /// <summary>Lines in the log that the neighbour may cause, so that it cannot fill the disk.</summary>
    public TokenBucket Lines { get; } = new(LineBurst, LinesPerSecond, clock ?? TimeProvider.System);

    /// <summary>What is known of reading the neighbour's memory.</summary>
    public UnreadableMemory Unreadable { get; } = new(clock ?? TimeProvider.System);

    /// <summary>
    /// There is no connection only because the neighbour has not taken a message in time, whose memory was not its own
    /// any more: nothing else says that it is gone, and it has not been silent for longer than a connection may be.
    /// </summary>
    public bool IsLate => _lateUntil > _clock.GetTimestamp();

    /// <summary>This agent has ended in order, and the neighbour knows.</summary>
    public bool HasTakenGoodbye { get; set; }

    /// <summary>Wakes the reader when a receive buffer is free again.</summary>
    public AsyncPulse BufferFreed { get; } = new();

    /// <summary>Nothing is to be done on this link any more, now that this agent ends.</summary>
    public bool IsParted => Connection is null && (state.HasLeft || HasTakenGoodbye || !WasConnected);

    /// <summary>Its connection is ended because it has not taken a message in time.</summary>
    /// <param name="silence">Time since its last sign of life.</param>
    public void NoteLate(TimeSpan silence)
    {
        var rest = (options.LinkTimeout / 2) - silence;
        _lateUntil = _clock.GetTimestamp() + (long)(rest.TotalSeconds * _clock.TimestampFrequency);
    }

    /// <summary>Whether the neighbour is there is known by now.</summary>
    public void ForgetLate() => _lateUntil = 0;

    /// <summary>A free receive buffer, null when the neighbour is too far ahead.</summary>
    public ReceiveBuffer? TryRent(int round, ulong epoch, ReadOnlySpan<double> scalars)
    {
        for (var k = 0; k < _buffers.Length; k++)
        {
            var buffer = _buffers[k] ??= new(options.VectorLength, options.ScalarCount, BufferFreed);
            if (!buffer.IsRented)
            {
                buffer.Rent(round, epoch, scalars);
                return buffer;
            }
        }

        return null;
    }

    public override string ToString() => Agent.ToString();
}
