using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Transport;

namespace Murmuration.Gossip.Tests.Exchange;

/// <summary>Agents that run freely stop after the same round, whenever one of them asks for it.</summary>
public sealed class AgreedStopTests
{
    private const int Runs = 300;

    [Fact]
    public async Task All_agents_stop_after_the_same_round_though_some_are_ahead()
    {
        var random = new Random(7);
        for (var run = 0; run < Runs; run++)
        {
            var askAt = random.Next(1, 30);
            var network = InMemoryNetwork.Create(TestSchedules.Ring(5), 4, 0);
            var rounds = await Task.WhenAll(network.Select(one => Task.Run(() => StopAsync(one, askAt))));
            Assert.True(rounds.Distinct().Count() == 1, $"run {run}: {string.Join(", ", rounds)}");
        }
    }

    private static async Task<int> StopAsync(IRoundExchange exchange, int askAt)
    {
        await exchange.CensusAsync(new byte[1]);
        var done = 0;
        while (!(exchange.StopAt <= done && await exchange.AgreeOnStopAsync(done)))
        {
            if (exchange.AgentIndex == 0 && done == askAt)
            {
                exchange.RequestStop();
            }

            await exchange.ExchangeAsync(exchange.NextRound().Round, new float[4], default);
            done++;
        }

        await exchange.LeaveAsync(isForGood: false);
        await exchange.DisposeAsync();
        return done;
    }
}
