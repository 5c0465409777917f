using Murmuration.Gossip.Exchange;

namespace Murmuration.Gossip.Tests.Exchange;

/// <summary>Waiting for what the other end of a link will bring about.</summary>
internal static class Waiting
{
    public static async Task WhenAsync(this IRoundExchange exchange, Func<IRoundExchange, bool> isReached)
    {
        while (!isReached(exchange))
        {
            await Task.Yield();
        }
    }
}
