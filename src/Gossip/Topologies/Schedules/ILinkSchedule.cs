using System.Collections.Immutable;
using System.Text.Json;

namespace Murmuration.Gossip.Topologies.Schedules;

/// <summary>Links as a function of the round, in two steps so that equal rounds share one made topology: round → number
/// of a topology → links. Links are ascending, and normalized when undirected.</summary>
internal interface ILinkSchedule
{
    /// <summary>After how many rounds all repeats, or null.</summary>
    int? Period { get; }

    /// <summary>How many topologies there are, or null when every round has its own.</summary>
    int? TopologyCount { get; }

    /// <summary>The rounds to judge the schedule by: one period, what lasts at the end, or a sample of drawn
    /// rounds.</summary>
    (int Start, int Count) Window { get; }

    int TopologyIndexAt(int round);

    ImmutableArray<Link> LinksOf(int topologyIndex);

    /// <summary>All links of any round.</summary>
    ImmutableArray<Link> EverLinks();

    /// <summary>The links that come again and again, however late: these must connect the agents.</summary>
    ImmutableArray<Link> LastingLinks();

    /// <summary>Where the agents are in a round, when they move in the unit square, or null.</summary>
    IReadOnlyList<AgentPosition>? PositionsAt(int round) => null;

    /// <summary>The canonical members of the object <c>schedule</c> of a file.</summary>
    void Write(Utf8JsonWriter writer, IReadOnlyList<AgentAddress> agents);
}
