using System.Text.Json;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Tests.Exchange;

/// <summary>Schedules for the tests of exchanges: agents a0, a1, … and links by index.</summary>
internal static class TestSchedules
{
    public static TopologySchedule Ring(int agents) =>
        Periodic(agents, false, [[.. Enumerable.Range(0, agents).Select(i => (i, (i + 1) % agents))]]);

    public static TopologySchedule Periodic(int agents, bool directed, (int From, int To)[][] rounds)
    {
        var file = new
        {
            name = "test",
            agents = AgentAddress.Loopback(agents).Select(agent => new { id = agent.Id, address = agent.Address }),
            directed,
            schedule = new
            {
                period = rounds.Length,
                rounds = rounds.Select(round => new
                {
                    links = round.Select(link => new[] { $"a{link.From}", $"a{link.To}" }),
                }),
            },
        };
        return TopologySchedule.Parse(JsonSerializer.Serialize(file), "test");
    }
}
