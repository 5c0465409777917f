using Microsoft.Extensions.Logging;
using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Data;
using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Objectives;
using Murmuration.Kernels.Regularizers;

namespace Murmuration.Agent.Training;

/// <summary>
/// From the census to the first round: at the seed's weights, at a checkpoint, or at a neighbour's weights where the
/// network runs already.
/// </summary>
internal sealed class LearnerStart(
    AgentSetup setup, ModelPlan plan, IRoundExchange exchange, Resumption resumption, TimeProvider time, ILogger logger)
{
    private bool UsesNetwork => AlgorithmCatalog.UsesNetwork(setup.Run.Algorithm.Name);

    /// <summary>Makes the agent ready for its first round.</summary>
    public async Task<Learner> RunAsync(CancellationToken cancellation)
    {
        var own = FeatureStatistics.Of(setup.Partition);
        var census = await NetworkCensus.TakeAsync(exchange, own, resumption.Statistics, cancellation);
        AgentLog.CensusTaken(logger, setup.Id, census.Rows.Count(rows => rows > 0), census.Rows.Sum());
        var channels = setup.Partition.Image?.Channels ?? 1;
        var standardizer = Standardizer.Create(
            census.Statistics, setup.Scale, setup.Run.Data.StandardizeTargets, channels);
        var start = FirstRound();
        var problem = CreateProblem(standardizer);
        var membership = UsesNetwork ? new Membership(exchange, census.Rows, problem) : null;
        membership?.Renew();
        var algorithm = AlgorithmCatalog.Create(
            problem, setup.Run.AlgorithmOverAllRounds(), Place());
        await StartAsync(algorithm, start, cancellation);
        var review = setup.Test?.ReviewOn(setup.Device, plan.Model, plan.Meaning, census.Statistics);
        return new(census.Statistics, problem, membership, algorithm, review, start.Round);
    }

    private AgentPlace Place() => new(setup.Schedule, setup.AgentIndex, setup.Run.Seed)
    {
        Rounds = setup.Run.Rounds,
        EvaluateEvery = setup.Run.EvaluateEvery,
        Time = time,
    };

    /// <summary>Only agents with common rounds can be late for one.</summary>
    private RoundStart FirstRound() =>
        !UsesNetwork ? new(resumption.Rounds, IsNewEpoch: false, Skipped: 0)
        : AlgorithmCatalog.UsesLetters(setup.Run.Algorithm)
            ? new(resumption.Rounds, exchange.EnterRound(resumption.Rounds), Skipped: 0)
        : exchange.NextRound();

    /// <summary>
    /// g_i with s = 1 / (rows of the whole network), so that the agents' costs add up to the mean loss; an agent by
    /// itself counts its own rows only.
    /// </summary>
    private LocalProblem CreateProblem(Standardizer standardizer)
    {
        var rows = setup.Partition.Count;
        AgentLog.Started(logger, setup.Id, rows, plan.Model.Description, plan.Model.WeightCount);
        standardizer.Apply(setup.Partition);
        var objective = CreateObjective(scale: 1.0 / Math.Max(1, rows));
        var regularizer = new Regularizer(setup.Run.Regularizer.L1, setup.Run.Regularizer.L2);
        return new LocalProblem(setup.Device, objective, regularizer, AgentCount: 1);
    }

    /// <summary>Samples are on the device, but for those of rows on the disk, of which it takes minibatches.</summary>
    private LocalObjective CreateObjective(double scale)
    {
        var (device, minibatch, own) = (setup.Device, setup.Run.Algorithm.Minibatch, setup.Partition);
        var seed = SeedOf(setup.Run.Seed, setup.AgentIndex);
        var sampler = minibatch > 0 && minibatch < own.Count ? new MinibatchSampler(own.Count, minibatch, seed) : null;
        if (own.IsStreamed && sampler is not null)
        {
            var source = new StreamedSamples(device, own, plan.SingleOutput);
            return new LocalObjective(device, plan.Model, plan.Loss, source, scale, sampler, seed);
        }

        var inMemory = own.IsStreamed ? own.Load(own.AllRows()) : own;
        var samples = SampleUpload.Upload(device, inMemory, plan.SingleOutput);
        return new LocalObjective(device, plan.Model, plan.Loss, samples, scale, sampler, seed);
    }

    private async ValueTask StartAsync(IAlgorithm algorithm, RoundStart start, CancellationToken cancellation)
    {
        if (resumption.From is { } checkpoint)
        {
            checkpoint.Restore(algorithm);
            if (start.IsNewEpoch || !resumption.IsExact)
            {
                algorithm.Restart();
            }
        }
        else
        {
            algorithm.Start(await FirstWeightsAsync(start, cancellation), start.Round);
            if (start.Skipped > 0)
            {
                algorithm.Restart();
            }
        }
    }

    private async ValueTask<float[]> FirstWeightsAsync(RoundStart start, CancellationToken cancellation)
    {
        if (start.Skipped > 0 && plan.MessageLength(setup.Run) > 0)
        {
            if (await exchange.JoinAsync(cancellation) is { } theirs)
            {
                AgentLog.Joined(logger, setup.Id, start.Round);
                return theirs[..plan.Model.WeightCount];
            }

            AgentLog.JoinedAlone(logger, setup.Id, start.Round);
        }

        if (plan.InitialWeights is { } given)
        {
            return given.Values.ToArray();
        }

        var weights = new float[plan.Model.WeightCount];
        plan.Model.Initialize(new Random(setup.Run.Seed), weights);
        return weights;
    }

    private static ulong SeedOf(int seed, int agentIndex) => ((ulong)(uint)seed << 32) | (uint)agentIndex;
}
