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

    /// <summary>Letters between neighbours, for algorithms without common rounds. They use it instead of
    /// <see cref="ExchangeAsync"/>, and all other members as synchronous ones do.</summary>
    IMailbox Mailbox { get; }

    /// <summary>Which life of this agent the network knows: grows when it starts without its exact state.</summary>
    long Incarnation { get; }

    /// <summary>Everybody's newest record, as far as known, in agent order.</summary>
    IReadOnlyList<AgentRecord> Records { get; }

    /// <summary>Links on which a round is still to be settled, and so no new one travels.</summary>
    int SuspendedLinks { get; }

    /// <summary>Writes what is known of the links that this agent ever has, ascending by neighbour; a shorter buffer
    /// gets the first of them. May be called at any time, from any thread.</summary>
    /// <returns>How many links there are.</returns>
    int ReadLinks(Span<LinkStatus> links);

    /// <summary>Calls that wait for other agents now. May be read at any time, from any thread.</summary>
    int WaitingCalls { get; }

    /// <summary>Time since an agent's newest record has come; null while none is known. May be called at any time, from
    /// any thread.</summary>
    TimeSpan? RecordAge(int agentIndex);

    /// <summary>True when enough time has passed since the last <see cref="Publish"/> that another is worth its
    /// bytes.</summary>
    bool IsRecordDue { get; }

    /// <summary>Rounds after which all agents stop, null while nobody has asked for it. It may grow until it has been
    /// agreed on.</summary>
    int? StopAt { get; }

    /// <summary>
    /// Gives every agent's record, in agent order, as soon as all are known; records are flooded from neighbour to
    /// neighbour. Every agent must call it equally often. The record of an agent that the census was closed without is
    /// empty.
    /// </summary>
    /// <param name="record">This agent's record, at most 1 MiB.</param>
    /// <param name="cancellationToken">Ends the wait, and with it the exchange.</param>
    ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> CensusAsync(
        ReadOnlyMemory<byte> record, CancellationToken cancellationToken = default);

    /// <summary>Tells everybody how far this agent is.</summary>
    /// <param name="roundsDone">Rounds done.</param>
    /// <param name="payload">What else everybody is to know, at most 4 KiB.</param>
    void Publish(int roundsDone, ReadOnlyMemory<byte> payload);

    /// <summary>The round to do next, and whether a new tracking epoch begins with it.</summary>
    RoundStart NextRound();

    /// <summary>
    /// Says that this agent begins a round of an algorithm that talks by letters and never calls
    /// <see cref="ExchangeAsync"/>.
    /// </summary>
    /// <param name="round">The round, 0-based.</param>
    /// <returns>True when agents have come, gone or lost their state since the round before.</returns>
    bool EnterRound(int round);

    /// <summary>
    /// To be called after the last round of an agent that keeps no common rounds: waits until every agent that takes
    /// part has published as many rounds, <see cref="StopAt"/> is set, or nothing has been heard for long of those who
    /// are behind.
    /// </summary>
    /// <param name="roundsDone">Rounds done.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask AwaitOthersAsync(int roundsDone, CancellationToken cancellationToken = default);

    /// <summary>From now on no round waits longer than this: the agent is about to end.</summary>
    void Hurry(TimeSpan limit);

    /// <summary>Asks all agents to stop after the same, near round.</summary>
    void RequestStop();

    /// <summary>
    /// To be called when <see cref="StopAt"/> rounds are done: waits until all agents that take part have agreed.
    /// </summary>
    /// <param name="roundsDone">Rounds done.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>True when all stop here; false when the round has grown and this agent must go on.</returns>
    ValueTask<bool> AgreeOnStopAsync(int roundsDone, CancellationToken cancellationToken = default);

    /// <summary>
    /// The vectors of the first message that a neighbour sends to an agent that joins a running network, as a copy;
    /// null when none comes in the time of a deadline.
    /// </summary>
    ValueTask<float[]?> JoinAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends one message to every out-neighbour of a round and waits until they have taken it and every in-neighbour's
    /// message has come, or the deadline has passed: the round then ends without the links that are missing, and they
    /// settle later. The result, and the memory in it, is valid until the next call.
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
    /// <param name="isForGood">It will not come back, so that its share is taken out of the tracked sum.</param>
    /// <param name="cancellationToken">Ends the wait for the neighbours.</param>
    ValueTask LeaveAsync(bool isForGood, CancellationToken cancellationToken = default);

    /// <summary>After <see cref="LeaveAsync"/>: all that this exchange must know to go on from exactly here.</summary>
    ReadOnlyMemory<byte> SaveState();
}
