using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Transport;

namespace Murmuration.Simulation.Tests.Virtual;

/// <summary>What an agent has for one neighbour: the production state and buffers, and its end of the connection.
/// </summary>
internal sealed class VirtualLink(TcpNeighbourhoodOptions options, LinkState state)
{
    /// <summary>Rounds of the link.</summary>
    public LinkState State => state;

    public int Peer => state.AgentIndex;

    public bool IsDialed => Buffers.DialsFirst;

    /// <summary>The production link, for its receive buffers.</summary>
    public NeighbourLink Buffers { get; } = new(options, state, openedAt: 0);

    public Backoff Backoff { get; } = new(options.Seed + (31 * options.AgentIndex) + state.AgentIndex);

    public VirtualEnd? End { get; set; }

    public bool WasConnected { get; set; }

    public bool HasTakenGoodbye { get; set; }

    /// <summary>Nothing is to be done on this link any more, now that this agent ends.</summary>
    public bool IsParted => End is null && (state.HasLeft || HasTakenGoodbye || !WasConnected);
}
