using Microsoft.Extensions.Logging;
using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Checkpoints;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Metrics;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Transport;

namespace Murmuration.Agent.Training;

/// <summary>What the transport must know of a run: who, with whom, and how large a message is.</summary>
internal static class Neighbourhoods
{
    /// <summary>The options of one agent's neighbourhood.</summary>
    public static TcpNeighbourhoodOptions Options(AgentSetup setup, ModelPlan plan, Resumption resumption)
    {
        var run = setup.Run;
        return Options(setup.Schedule, setup.AgentIndex, run, plan) with
        {
            State = resumption.State,
            LastRound = resumption.Rounds - 1,
            Payload = new AgentNews(setup.Partition.Count).ToBytes(),
            DeadlineFloor = TimeSpan.FromSeconds(run.Links.DeadlineFloor),
            DeadlineCeiling = TimeSpan.FromSeconds(run.Links.DeadlineCeiling),
            LocalLinks = run.Links.Local,
            DeadAfter = run.Links.DeadAfter > 0 ? TimeSpan.FromSeconds(run.Links.DeadAfter) : null,
        };
    }

    /// <summary>Opens the exchange.</summary>
    /// <exception cref="CheckpointException">What the exchange kept in the checkpoint cannot be used.</exception>
    public static async Task<IRoundExchange> OpenAsync(
        TcpNeighbourhoodOptions options, ILogger logger, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            return await TcpNeighbourhood.OpenAsync(options, logger, time, cancellation);
        }
        catch (InvalidDataException e)
        {
            throw new CheckpointException(
                $"agent {options.Schedule.Agents[options.AgentIndex].Id}: {e.Message}; "
                + "start it again, and it goes on from the checkpoint in a new life",
                e);
        }
    }

    private static TcpNeighbourhoodOptions Options(
        TopologySchedule schedule, int agentIndex, RunOptions run, ModelPlan plan) => new()
    {
        Schedule = schedule,
        AgentIndex = agentIndex,
        RunId = run.Name,
        ModelFingerprint = plan.Fingerprint,
        VectorLength = plan.MessageLength(run),
        LetterLength = plan.LetterLength(run, schedule),
        LetterCapacity = AlgorithmCatalog.LetterCapacity(run.Algorithm),
        ScalarCount = AlgorithmCatalog.MessageShape(run.Algorithm).Scalars,
        Rounds = run.Rounds,
        Seed = run.Seed,
    };
}
