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
        return new(
            census.Statistics, problem, membership, algorithm, Evaluation(algorithm, standardizer), start.Round);
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
        var (run, rows) = (setup.Run, setup.Partition.Count);
        AgentLog.Started(logger, setup.Id, rows, plan.Model.Description, plan.Model.WeightCount);
        standardizer.Apply(setup.Partition);
        var samples = SampleUpload.Upload(setup.Device, setup.Partition, plan.SingleOutput);
        var seed = SeedOf(run.Seed, setup.AgentIndex);
        var sampler = run.Algorithm.Minibatch > 0 && run.Algorithm.Minibatch < rows
            ? new MinibatchSampler(rows, run.Algorithm.Minibatch, seed)
            : null;
        var scale = 1.0 / Math.Max(1, rows);
        var objective = new LocalObjective(setup.Device, plan.Model, plan.Loss, samples, scale, sampler, seed);
        var regularizer = new Regularizer(run.Regularizer.L1, run.Regularizer.L2);
        return new LocalProblem(setup.Device, objective, regularizer, AgentCount: 1);
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

        var weights = new float[plan.Model.WeightCount];
        plan.Model.Initialize(new Random(setup.Run.Seed), weights);
        return weights;
    }

    private Func<Evaluation>? Evaluation(IAlgorithm algorithm, Standardizer standardizer)
    {
        if (setup.Test is not { } test)
        {
            return null;
        }

        var evaluator = new Evaluator(setup.Device, plan.Model, plan.Loss);
        var samples = test.On(setup.Device, standardizer, plan.SingleOutput);
        return () => evaluator.Evaluate(algorithm.Weights, samples);
    }

    private static ulong SeedOf(int seed, int agentIndex) => ((ulong)(uint)seed << 32) | (uint)agentIndex;
}
