using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Algorithms;

/// <summary>
/// An algorithm whose agents talk by letters (<see cref="IMailbox"/>) and do not keep common rounds: a
/// round is a number of local steps of one agent with the letters around them, and nobody is waited for longer than the
/// algorithm itself wants. <see cref="IAlgorithm.RoundAsync"/> never calls
/// <see cref="IRoundExchange.ExchangeAsync"/>.
/// </summary>
internal interface IAsynchronousAlgorithm : IAlgorithm
{
    /// <summary>
    /// Answers the neighbours' letters, beside the rounds and beyond the last one, until the whole network is done and
    /// the token is cancelled; an agent with nothing to answer returns at once.
    /// </summary>
    Task ServeAsync(IRoundExchange neighbours, CancellationToken cancellation);
}
