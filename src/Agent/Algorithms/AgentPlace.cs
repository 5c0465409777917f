using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Algorithms;

/// <summary>Where an agent stands in its network.</summary>
/// <param name="Schedule">The topology schedule, the same at all agents.</param>
/// <param name="AgentIndex">Which agent of it this is, 0-based.</param>
/// <param name="Seed">Seed of the run.</param>
internal sealed record AgentPlace(TopologySchedule Schedule, int AgentIndex, int Seed)
{
    /// <summary>Measures how long an algorithm waits for letters.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Rounds of the run.</summary>
    public int Rounds { get; init; } = int.MaxValue;

    /// <summary>The model is evaluated every so many rounds, and after the last.</summary>
    public int EvaluateEvery { get; init; } = 1;
}
