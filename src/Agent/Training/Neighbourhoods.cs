using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Transport;

namespace Murmuration.Agent.Training;

/// <summary>What the transport must know of a run: who, with whom, and how large a message is.</summary>
internal static class Neighbourhoods
{
    /// <summary>The options of one agent's neighbourhood.</summary>
    public static TcpNeighbourhoodOptions Options(
        TopologySchedule schedule, int agentIndex, RunOptions run, ModelPlan plan) => new()
    {
        Schedule = schedule,
        AgentIndex = agentIndex,
        RunId = run.Name,
        ModelFingerprint = plan.Fingerprint,
        VectorLength = plan.MessageLength(run),
        ScalarCount = AlgorithmCatalog.MessageShape(run.Algorithm).Scalars,
        Seed = run.Seed,
    };
}
