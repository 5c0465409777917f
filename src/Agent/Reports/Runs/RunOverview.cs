using Murmuration.Agent.Configuration;
using Murmuration.Agent.Metrics;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Reports.Runs;

/// <summary>What is known of a run: all of it when it has ended, or what there is so far.</summary>
internal sealed record RunOverview
{
    /// <summary>What the run is called.</summary>
    public required string Name { get; init; }

    /// <summary>The agents that are shown, in agent order.</summary>
    public required IReadOnlyList<AgentOverview> Agents { get; init; }

    /// <summary>Number of agents of the whole network, I.</summary>
    public required int AgentCount { get; init; }

    /// <summary>The whole network, round by round, thinned.</summary>
    public required IReadOnlyList<NetworkRound> Network { get; init; }

    /// <summary>Whether the run goes on.</summary>
    public bool IsLive { get; init; }

    /// <summary>Seconds to the last round at the present pace; null where nobody knows.</summary>
    public double? SecondsLeft { get; init; }

    /// <summary>The run file, or null where it is not known.</summary>
    public RunOptions? Run { get; init; }

    /// <summary>The topology, or null where it is not known.</summary>
    public TopologySchedule? Schedule { get; init; }

    /// <summary>What the run was made from, or null where nobody has noted it; every different one once.</summary>
    public IReadOnlyList<RunOrigin> Origins { get; init; } = [];

    /// <summary>The last complete round, or null before the first.</summary>
    public NetworkRound? Last => Network.Count > 0 ? Network[^1] : null;

    /// <summary>The last complete round that evaluated the test set.</summary>
    public NetworkRound? LastEvaluated => Network.LastOrDefault(round => round.TestCost is not null);

    /// <summary>The farthest round of any agent.</summary>
    public int Farthest => Agents.Select(agent => agent.Totals?.Round ?? 0).DefaultIfEmpty(0).Max();

    /// <summary>Whether classes are told apart, so that accuracy says more than cost.</summary>
    public bool IsClassifier => Agents.Any(agent => agent.Totals?.Accuracy is not null);
}
