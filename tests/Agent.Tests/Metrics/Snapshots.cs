using Murmuration.Agent.Metrics;
using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Tests.Metrics;

/// <summary>Networks as an agent may know them.</summary>
internal static class Snapshots
{
    /// <summary>A ring of so many agents in round 30 of 100; the link of the first two is suspended, and the last agent
    /// was heard of a while ago.</summary>
    public static NetworkSnapshot Ring(int count)
    {
        List<KnownAgent> agents = [.. Enumerable.Range(0, count).Select(k => Agent(k, count))];
        return new("office", "ring", "a0", 100, DateTimeOffset.UnixEpoch, agents)
        {
            Totals = NetworkTotals.Of(agents, 100),
            Ids = [.. agents.Select(agent => agent.Id)],
        };
    }

    private static KnownAgent Agent(int index, int count) => new(
        $"a{index}",
        nameof(AgentStatus.Present),
        Round: 30,
        Incarnation: 1,
        new(
            Rows: 10,
            Cost: 0.125,
            Accuracy: 0.5 + (index / 1000.0),
            Disagreement: 1e-7,
            SuspendedLinks: index < 2 ? 1 : 0,
            TestCost: 1,
            Stationarity: 0.25,
            Seconds: 60,
            SecondsComputing: 1,
            SecondsWaiting: 3,
            BytesSent: 1_000_000 * (index + 1),
            BytesReceived: 2_000_000,
            Staleness: 2,
            Epochs: 1,
            Links: Links(index, count)),
        Age: index == count - 1 ? 30 : 0.1);

    private static List<LinkNews> Links(int index, int count)
    {
        int[] neighbours = [(index + 1) % count, (index + count - 1) % count];
        return [.. neighbours.Order().Select(to => new LinkNews(to, State(index, to), 100 + index, 200 + to, 0.002))];
    }

    private static LinkState State(int from, int to) => from + to == 1 ? LinkState.Suspended : LinkState.Up;
}
