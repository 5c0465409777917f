using System.Collections.Immutable;

namespace Murmuration.Gossip.Topologies.Generators;

/// <summary>Makes the links of one topology.</summary>
internal interface ITopologyGenerator : IGenerator
{
    /// <summary>Whether a draw depends on chance.</summary>
    bool IsRandom => false;

    /// <summary>Canonical links among so many agents. In a directed schedule, ring and torus go one way, Erdős–Rényi
    /// tosses one coin per direction, and all others have each link both ways.</summary>
    ImmutableArray<Link> Draw(int agentCount, bool directed, SeededChance chance = default);

    /// <summary>The links of a round (0-based) when every round has its own.</summary>
    ImmutableArray<Link> DrawRound(int agentCount, bool directed, int seed, int round) =>
        Draw(agentCount, directed, new SeededChance(seed, round));

    /// <summary>Where the agents are in a round, when they move in the unit square, or null.</summary>
    IReadOnlyList<AgentPosition>? PositionsAt(int agentCount, int seed, int round) => null;

    ImmutableArray<ImmutableArray<Link>> IGenerator.DrawPeriod(int agentCount, bool directed, int seed) =>
        [this.DrawConnected(agentCount, directed, seed)];
}
