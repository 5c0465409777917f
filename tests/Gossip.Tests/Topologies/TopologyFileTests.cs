using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Tests.Topologies;

public class TopologyFileTests
{
    [Fact]
    public void A_static_ring_of_three_has_Metropolis_weights_of_one_third()
    {
        var schedule = TopologySchedule.Parse("""{ "agents": 3, "schedule": { "generator": "ring" } }""");

        var neighbourhood = schedule.At(round: 5, agentIndex: 1);

        Assert.Equal([new Neighbour(0, 1.0 / 3), new Neighbour(2, 1.0 / 3)], neighbourhood.InNeighbours);
        Assert.Equal([0, 2], neighbourhood.OutNeighbours);
        Assert.Equal(1.0 / 3, neighbourhood.SelfWeight, 1e-15);
        Assert.Same(neighbourhood, schedule.At(6, 1));
    }

    [Fact]
    public void The_three_ways_to_name_agents_give_the_same_network()
    {
        const string Schedule = """ "schedule": { "links": ["a0-a1", ["a2", "a1"]] } }""";
        var counted = TopologySchedule.Parse("""{ "agents": 3,""" + Schedule);
        var named = TopologySchedule.Parse("""{ "agents": ["a0", "a1", "a2"],""" + Schedule);
        var addressed = TopologySchedule.Parse("""
            { "agents": [ {"id":"a0"}, {"id":"a1","address":"127.0.0.1:7701"}, "a2", ], // the third by name
            """ + "\n" + Schedule);

        Assert.Equal(counted.Agents, named.Agents);
        Assert.Equal(counted.Agents, addressed.Agents);
        Assert.Equal(counted.Fingerprint, addressed.Fingerprint);
        Assert.Equal([new Link(0, 1), new Link(1, 2)], counted.LinksAt(0));
    }

    [Fact]
    public void The_rounds_of_a_period_repeat()
    {
        var schedule = TopologySchedule.Parse("""
            { "name": "office", "agents": ["a0", "a1", "a2"], "weights": "metropolis",
              "schedule": { "period": 2, "rounds": [ { "links": [["a0", "a1"]] }, { "links": [["a1", "a2"]] } ] } }
            """);

        Assert.Equal("office", schedule.Name);
        Assert.Equal(2, schedule.Period);
        Assert.Equal([new Link(0, 1)], schedule.LinksAt(4));
        Assert.Equal([new Link(1, 2)], schedule.LinksAt(7));
        Assert.Equal(1, schedule.At(7, 0).SelfWeight);
        Assert.Equal([0, 2], schedule.EverNeighbours(1));
    }

    [Fact]
    public void Intervals_hold_from_their_first_to_their_last_round()
    {
        var schedule = TopologySchedule.Parse("""
            { "agents": 3, "schedule": { "intervals": [
                { "from": 0, "to": 99, "links": ["a0-a1"] }, { "from": 100, "links": ["a0-a1", "a1-a2"] } ] } }
            """);

        Assert.Null(schedule.Period);
        Assert.Single(schedule.LinksAt(99));
        Assert.Equal(2, schedule.LinksAt(100).Count);
        Assert.Equal(2, schedule.LinksAt(int.MaxValue).Count);
    }

    [Fact]
    public void Repeated_intervals_have_a_period()
    {
        var schedule = TopologySchedule.Parse("""
            { "agents": 3, "schedule": { "repeat": true, "intervals": [
                { "from": 0, "to": 1, "links": ["a0-a1"] }, { "from": 2, "to": 2, "links": ["a1-a2"] } ] } }
            """);

        Assert.Equal(3, schedule.Period);
        Assert.Equal([0, 0, 1, 0, 0, 1], Enumerable.Range(0, 6).Select(round => schedule.LinksAt(round)[0].From));
    }

    [Fact]
    public void A_directed_link_goes_from_its_first_agent_to_its_second()
    {
        var schedule = TopologySchedule.Parse("""
            { "agents": 3, "directed": true, "schedule": { "links": ["a0-a1", "a1-a2", "a2-a0", "a0-a2"] } }
            """);

        Assert.Equal("push", schedule.Weights);
        Assert.Equal([1, 2], schedule.At(0, 0).OutNeighbours);
        Assert.Equal([new Neighbour(2, 0.5)], schedule.At(0, 0).InNeighbours);
        Assert.Equal([new Neighbour(0, 1.0 / 3), new Neighbour(1, 0.5)], schedule.At(0, 2).InNeighbours);
    }

    [Fact]
    public void An_explicit_weight_stands_third_in_its_link()
    {
        var schedule = TopologySchedule.Parse("""
            { "agents": 3, "schedule": { "links": [["a0", "a1", 0.25], ["a2", "a1", 0.5]] } }
            """);

        Assert.Equal("explicit", schedule.Weights);
        Assert.Equal(0.25, schedule.At(0, 1).SelfWeight);
        Assert.Equal(new(1, 0.5), Assert.Single(schedule.At(0, 2).InNeighbours));
    }

    [Fact]
    public void Ids_with_dashes_still_work_in_the_short_form_of_a_link()
    {
        var schedule = TopologySchedule.Parse("""
            { "agents": ["lab-1", "lab-2"], "schedule": { "links": ["lab-1-lab-2"] } }
            """);

        Assert.Equal([new Link(0, 1)], schedule.LinksAt(0));
        Assert.Equal(1, schedule.IndexOf("lab-2"));
        Assert.Equal(-1, schedule.IndexOf("lab-3"));
    }

    [Fact]
    public void A_byte_order_mark_is_skipped()
    {
        var path = Path.Combine(Path.GetTempPath(), $"topology-{Guid.NewGuid():N}.json");
        File.WriteAllText(path, """{ "agents": 2, "schedule": { "generator": "path" } }""", System.Text.Encoding.UTF8);
        try
        {
            Assert.Equal(Path.GetFileNameWithoutExtension(path), TopologySchedule.Load(path).Name);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
