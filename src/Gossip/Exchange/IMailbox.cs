namespace Murmuration.Gossip.Exchange;

/// <summary>
/// One-sided exchange for asynchronous algorithms: numbered letters between neighbours, each delivered exactly once and
/// in the order of sending, over reconnects. Nobody waits for anybody unless it wants to. All members may be called
/// from several threads at once.
/// </summary>
/// <remarks>
/// A link carries a few letters at a time in each direction: a letter has its place in the outbox until the neighbour's
/// algorithm has taken it, so that who sends faster than the neighbour takes is told so. An agent that loses its state
/// begins a new life, which the records of the bulletin show as a larger incarnation; letters to and from the life
/// before are dropped with it, and both ends count anew. An agent that ends in order and comes back with its state
/// loses none, except within one process, where nobody comes back and a network that goes on is in a new life. Whether
/// others hold this agent itself for dead it learns by <see cref="IRoundExchange.EnterRound"/> and
/// <see cref="IRoundExchange.AwaitOthersAsync"/>, which begin its next life then.
/// </remarks>
/// <exception cref="ExchangeException">From every method that sends or receives, at once or while it waits: the
/// exchange has failed or was closed.</exception>
public interface IMailbox
{
    /// <summary>Most floats in a letter, fixed at opening.</summary>
    int MaxVectorLength { get; }

    /// <summary>
    /// Copies a letter into the outbox of a neighbour, whoever is there or away. False when the outbox is full, or the
    /// neighbour has departed for good or is dead: nothing is sent then.
    /// </summary>
    /// <param name="agentIndex">A neighbour: an agent that the schedule ever links with this one.</param>
    /// <param name="kind">What the letter is, 0 … 255; the algorithm's own numbering.</param>
    /// <param name="vector">At most <see cref="MaxVectorLength"/> floats.</param>
    /// <param name="scalars">At most 16 numbers beside it.</param>
    bool TrySend(int agentIndex, int kind, ReadOnlySpan<float> vector, ReadOnlySpan<double> scalars = default);

    /// <summary>As <see cref="TrySend"/>, but waits while the outbox is full; the memory given must not change
    /// meanwhile. False when the neighbour has departed for good or is dead.</summary>
    ValueTask<bool> SendAsync(
        int agentIndex,
        int kind,
        ReadOnlyMemory<float> vector,
        ReadOnlyMemory<double> scalars = default,
        CancellationToken cancellationToken = default);

    /// <summary>The oldest letter that has come from any neighbour and has not been taken; null when there is none. The
    /// caller disposes of it, which frees its memory for the next one.</summary>
    Letter? TryReceive();

    /// <summary>The same of one neighbour.</summary>
    Letter? TryReceive(int agentIndex);

    /// <summary>
    /// Waits for the next letter. A letter goes to the caller that has waited longest of those that would take it, so
    /// several loops may share a mailbox, each for letters of its own neighbours.
    /// </summary>
    ValueTask<Letter> ReceiveAsync(CancellationToken cancellationToken = default);

    /// <summary>The same of one neighbour.</summary>
    ValueTask<Letter> ReceiveAsync(int agentIndex, CancellationToken cancellationToken = default);

    /// <summary>
    /// Waits for the next letter of any neighbour while one is needed of a certain neighbour; null when that one has
    /// departed for good or is dead, and no letter that has come, of whomever, is left to be taken.
    /// </summary>
    ValueTask<Letter?> ReceiveNeedingAsync(int agentIndex, CancellationToken cancellationToken = default);
}
