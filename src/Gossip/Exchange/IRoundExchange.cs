using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Exchange;

/// <summary>
/// An agent's exchange with its neighbourhood: in every round one message to each out-neighbour and one from each
/// in-neighbour. Calls follow one another; no two calls of one exchange may overlap.
/// </summary>
public interface IRoundExchange : IAsyncDisposable
{
    /// <summary>Index of this agent in <see cref="Schedule"/>, 0-based.</summary>
    int AgentIndex { get; }

    /// <summary>Number of agents in the whole network.</summary>
    int AgentCount { get; }

    /// <summary>The links of every round, the same at all agents.</summary>
    TopologySchedule Schedule { get; }

    /// <summary>What has passed through this exchange so far.</summary>
    ExchangeCounters Counters { get; }

    /// <summary>
    /// Gives every agent's record, in agent order, as soon as all are known; records are flooded from neighbour to
    /// neighbour. Every agent must call it equally often.
    /// </summary>
    /// <param name="record">This agent's record, at most 1 MiB.</param>
    /// <param name="cancellationToken">Ends the wait, and with it the exchange.</param>
    ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> CensusAsync(
        ReadOnlyMemory<byte> record, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends one message to every out-neighbour of a round and waits until they have taken it and every in-neighbour's
    /// message has come. The result, and the memory in it, is valid until the next call.
    /// </summary>
    /// <param name="round">Round number, 0-based, larger than in the call before.</param>
    /// <param name="vectors">All vectors of the algorithm, of the length given at opening; not copied where the
    /// transport can send it as it lies, so it must not change before the call returns (when the call throws: before
    /// the exchange is disposed).</param>
    /// <param name="scalars">Numbers that travel with the vectors, of the count given at opening.</param>
    /// <param name="cancellationToken">Ends the wait, and with it the exchange: what remains is to leave.</param>
    ValueTask<RoundMessages> ExchangeAsync(
        int round,
        ReadOnlyMemory<float> vectors,
        ReadOnlyMemory<double> scalars,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Tells the neighbours that this agent ends in order, after what is queued has been sent; neighbours that are
    /// still in their last round are not disturbed.
    /// </summary>
    ValueTask LeaveAsync(CancellationToken cancellationToken = default);
}
