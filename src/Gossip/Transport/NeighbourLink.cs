using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Transport;

/// <summary>
/// What an agent knows of one neighbour across connections: what has been settled, what is to be sent, and since when
/// the neighbour is away. Guarded by the lock of the exchange.
/// </summary>
internal sealed class NeighbourLink(TcpNeighbourhoodOptions options, int agentIndex, long openedAt)
{
    private readonly ReceiveBuffer?[] _buffers = new ReceiveBuffer?[InboundQueue.Capacity];

    public int AgentIndex => agentIndex;

    public AgentAddress Agent { get; } = options.Schedule.Agents[agentIndex];

    /// <summary>The agent with the lower index dials.</summary>
    public bool IsDialed => options.AgentIndex < agentIndex;

    /// <summary>One connection at a time may take over the link.</summary>
    public SemaphoreSlim Entry { get; } = new(1);

    public Connection? Connection { get; set; }

    public bool WasConnected { get; set; }

    /// <summary>Timestamp since when there is no connection that has worked; the first handshake starts it
    /// anew.</summary>
    public long DownSince { get; set; } = openedAt;

    /// <summary>Why the last attempt or connection ended.</summary>
    public string Trouble { get; set; } = "has not appeared";

    /// <summary>Set when the neighbour was refused by a rule of the handshake.</summary>
    public HandshakeException? Refusal { get; set; }

    /// <summary>The neighbour has ended in order.</summary>
    public bool HasLeft { get; set; }

    /// <summary>This agent has ended in order, and the neighbour knows.</summary>
    public bool HasTakenGoodbye { get; set; }

    /// <summary>Round of the newest message that the neighbour may have seen, withdrawn or not, −1 before the
    /// first.</summary>
    public int LastOffered { get; private set; } = -1;

    /// <summary>Round of the newest message handed to this link, −1 before the first.</summary>
    public int SentRound { get; private set; } = -1;

    /// <summary>Round of the newest message that the neighbour has confirmed, −1 before the first.</summary>
    public int SettledRound { get; private set; } = -1;

    /// <summary>A message waits to be sent or confirmed.</summary>
    public bool IsUnsettled => SentRound > SettledRound;

    /// <summary>Wakes the reader when a receive buffer is free again.</summary>
    public AsyncPulse BufferFreed { get; } = new();

    /// <summary>Nothing is to be done on this link any more.</summary>
    public bool IsParted => Connection is null && (HasLeft || HasTakenGoodbye);

    public void Send(int round)
    {
        SentRound = LastOffered = round;
        Connection?.Wake();
    }

    /// <summary>Gives up a message that was not settled.</summary>
    public void Withdraw() => SentRound = SettledRound;

    /// <summary>Takes a confirmation, even of a message given up meanwhile; false when it is of a round that was never
    /// sent.</summary>
    public bool TrySettle(int round)
    {
        SettledRound = Math.Max(SettledRound, Math.Min(round, LastOffered));
        return round <= LastOffered;
    }

    /// <summary>A free receive buffer, null when the neighbour is too far ahead.</summary>
    public ReceiveBuffer? TryRent(int round, ReadOnlySpan<double> scalars)
    {
        for (var k = 0; k < _buffers.Length; k++)
        {
            var buffer = _buffers[k] ??= new(options.VectorLength, options.ScalarCount, BufferFreed);
            if (!buffer.IsRented)
            {
                buffer.Rent(round, scalars);
                return buffer;
            }
        }

        return null;
    }

    public override string ToString() => Agent.ToString();
}
