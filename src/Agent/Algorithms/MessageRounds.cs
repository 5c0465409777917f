using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Algorithms;

/// <summary>A whole round of an algorithm that is one exchange of messages.</summary>
internal static class MessageRounds
{
    /// <summary>Proposes, prepares the next round while messages travel, and adopts.</summary>
    public static async ValueTask RoundOfMessagesAsync(
        this IMessageAlgorithm algorithm, int round, IRoundExchange neighbours, CancellationToken cancellation)
    {
        var message = algorithm.Propose(round);
        var exchange = neighbours.ExchangeAsync(round, message.Vectors, message.Scalars, cancellation);
        algorithm.Prepare(round);
        algorithm.Adopt(round, await exchange);
    }
}
