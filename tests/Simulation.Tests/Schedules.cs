using Murmuration.Gossip.Topologies;

namespace Murmuration.Simulation.Tests;

/// <summary>Topology schedules that several tests run over.</summary>
internal static class Schedules
{
    public static TopologySchedule Ring(int agents) => TopologySchedule.Parse(
        $$"""{ "name": "ring", "agents": {{agents}}, "schedule": { "generator": "ring" } }""");

    /// <summary>A ring with link weights of 1/4, whose mixing matrix has no negative eigenvalue.</summary>
    public static TopologySchedule LazyRing(int agents) => TopologySchedule.Parse(
        $$"""
        {
          "name": "lazy ring", "agents": {{agents}}, "weights": { "laplacian": 0.25 },
          "schedule": { "generator": "ring" }
        }
        """);

    public static TopologySchedule Complete(int agents) => TopologySchedule.Parse(
        $$"""{ "name": "complete", "agents": {{agents}}, "schedule": { "generator": "complete" } }""");

    /// <summary>Five agents; no round is connected, three in a row are.</summary>
    public static TopologySchedule Varying() => TopologySchedule.Parse(
        """
        { "name": "varying", "agents": 5, "schedule": { "period": 3, "rounds": [
          { "links": [["a0","a1"],["a2","a3"]] },
          { "links": [["a1","a2"],["a3","a4"]] },
          { "links": [["a4","a0"]] } ] } }
        """);

    public static TopologySchedule LinksUpHalfOfTheTime(int agents) => TopologySchedule.Parse(
        $$"""
        {
          "name": "half", "agents": {{agents}},
          "schedule": { "generator": "ring", "linkUp": { "probability": 0.5, "seed": 7 } }
        }
        """);

    public static TopologySchedule Directed() => TopologySchedule.Parse(
        """
        { "name": "arcs", "agents": 5, "directed": true, "weights": "push", "schedule": { "links":
          [["a0","a1"],["a1","a2"],["a2","a3"],["a3","a4"],["a4","a0"],["a0","a3"],["a2","a0"]] } }
        """);
}
