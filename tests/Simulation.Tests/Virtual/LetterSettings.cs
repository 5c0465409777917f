using Murmuration.Gossip.Topologies;

namespace Murmuration.Simulation.Tests.Virtual;

/// <summary>What one simulated run with letters does.</summary>
internal sealed record LetterSettings
{
    public required TopologySchedule Schedule { get; init; }

    public required int Seed { get; init; }

    /// <summary>In each of these an agent sends a letter or two; the last ones are calm.</summary>
    public int Steps { get; init; } = 400;

    public FaultPlan Faults { get; init; } = FaultPlan.None;
}
