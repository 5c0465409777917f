using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Gossip.Topologies;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Training;

/// <summary>Everything one agent brings to a run, before it has met its neighbours.</summary>
internal sealed record AgentSetup
{
    /// <summary>The topology schedule, the same at all agents.</summary>
    public required TopologySchedule Schedule { get; init; }

    /// <summary>Which agent of the schedule this is.</summary>
    public required int AgentIndex { get; init; }

    /// <summary>What is trained.</summary>
    public required RunOptions Run { get; init; }

    /// <summary>The agent's private rows; its run scales them in place.</summary>
    public required Dataset Partition { get; init; }

    /// <summary>The scaling of the rows that waits for the network's statistics.</summary>
    public required DataScale Scale { get; init; }

    /// <summary>The common test set, or null when there is none here.</summary>
    public required TestSet? Test { get; init; }

    /// <summary>Where the agent computes.</summary>
    public required IDevice Device { get; init; }

    /// <summary>Folder for its weights, or null to keep none.</summary>
    public string? Output { get; init; }

    /// <summary>It begins anew, whatever checkpoints there are.</summary>
    public bool IsFresh { get; init; }

    /// <summary>Id of the agent.</summary>
    public string Id => Schedule.Agents[AgentIndex].Id;
}
