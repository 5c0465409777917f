using System.Collections.Immutable;

namespace Murmuration.Gossip.Topologies.Generators;

/// <summary>Makes the links of a schedule: those of one topology, or of a period of several.</summary>
internal interface IGenerator
{
    /// <summary>Whether the links carry mixing weights of their own.</summary>
    bool GivesWeights => false;

    /// <summary>Whether it makes sense only when every round has a draw of its own.</summary>
    bool DrawsEveryRound => false;

    /// <summary>Canonical links for every round of a period, one or more.</summary>
    /// <exception cref="TopologyException">There are none for so many agents, or for a directed schedule.</exception>
    ImmutableArray<ImmutableArray<Link>> DrawPeriod(int agentCount, bool directed, int seed);
}
