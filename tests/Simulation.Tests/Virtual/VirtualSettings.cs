using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Simulation.Tests.Virtual;

/// <summary>What one simulated run does.</summary>
internal sealed record VirtualSettings
{
    public required TopologySchedule Schedule { get; init; }

    public required int Seed { get; init; }

    public int Rounds { get; init; } = 1000;

    public FaultPlan Faults { get; init; } = FaultPlan.None;

    public AlgorithmOptions Algorithm { get; init; } = new() { Tau = 3, Mu = 0.002 };

    /// <summary>Rounds between checkpoints.</summary>
    public int CheckpointEvery { get; init; } = 25;

    /// <summary>An agent asks at this round that all stop; null when they run to the end.</summary>
    public (int Agent, int Round)? StopRequest { get; init; }

    /// <summary>What an algorithm sees instead of the exchange itself.</summary>
    public Func<VirtualAgent, IRoundExchange, IRoundExchange> View { get; init; } = static (_, exchange) => exchange;
}
