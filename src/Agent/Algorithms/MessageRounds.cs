using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Algorithms;

/// <summary>A whole round of an algorithm that is one exchange of messages.</summary>
internal static class MessageRounds
{
    /// <summary>Proposes, exchanges and adopts.</summary>
    public static async ValueTask RoundOfMessagesAsync(
        this IMessageAlgorithm algorithm, int round, IRoundExchange neighbours, CancellationToken cancellation)
    {
        var message = algorithm.Propose(round);
        algorithm.Adopt(
            round, await neighbours.ExchangeAsync(round, message.Vectors, message.Scalars, cancellation));
    }
}
