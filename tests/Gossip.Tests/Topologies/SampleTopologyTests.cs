using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Tests.Topologies;

/// <summary>What files in <c>topologies/</c> that others rely on are like.</summary>
public class SampleTopologyTests
{
    [Fact]
    public void The_ring_of_the_main_job_has_eight_agents_from_port_7700_on()
    {
        var ring = TopologySchedule.Load(Repository.PathOf("topologies/ring-8.json"));

        Assert.Equal(AgentAddress.Loopback(8, 7700), ring.Agents);
        Assert.Equal((1, 8), (ring.Period, ring.LinksAt(0).Count));
    }

    [Fact]
    public void The_varying_ring_alternates_between_two_matchings()
    {
        var ring = TopologySchedule.Load(Repository.PathOf("topologies/ring-8-varying.json"));

        Assert.Equal((2, 4, 4), (ring.Period, ring.LinksAt(0).Count, ring.LinksAt(1).Count));
        Assert.Equal(2, new TopologyReport(ring).JointlyConnectedOver);
    }
}
