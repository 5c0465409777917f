using System.Text.Json.Serialization;

namespace Murmuration.Agent.Metrics;

/// <summary>The whole network at one moment, as one agent knows it from the bulletin.</summary>
/// <param name="Run">Name of the run.</param>
/// <param name="Topology">Name of the topology.</param>
/// <param name="Observer">Id of the agent that knows this.</param>
/// <param name="Rounds">Rounds that the run is to have.</param>
/// <param name="At">When.</param>
/// <param name="Agents">All agents that it has heard of, in agent order.</param>
internal sealed record NetworkSnapshot(
    string Run, string Topology, string Observer, int Rounds, DateTimeOffset At, IReadOnlyList<KnownAgent> Agents)
{
    /// <summary>Name of the algorithm.</summary>
    public string? Algorithm { get; init; }

    /// <summary>All agents together.</summary>
    public NetworkTotals? Totals { get; init; }

    /// <summary>Ids of all agents of the topology, in agent order: what the numbers in <see cref="LinkNews"/> refer
    /// to.</summary>
    public IReadOnlyList<string> Ids { get; init; } = [];

    /// <summary>Nothing is missing that whoever shows it relies on.</summary>
    [JsonIgnore]
    public bool IsWhole =>
        this is { Run: not null, Topology: not null, Observer: not null, Ids: not null, Agents: not null }
        && Agents.All(agent => agent is { Id: not null, Status: not null });
}
