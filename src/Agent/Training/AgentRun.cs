using System.Globalization;
using Microsoft.Extensions.Logging;
using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Checkpoints;
using Murmuration.Agent.Data;
using Murmuration.Agent.Metrics;
using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Objectives;
using Murmuration.Kernels.Regularizers;
using Murmuration.Kernels.Solvers;

namespace Murmuration.Agent.Training;

/// <summary>One agent from its first meeting with the neighbours to its final weights.</summary>
internal sealed class AgentRun(
    AgentSetup setup, ModelPlan plan, IRoundExchange exchange, IMetricsSink sink, TimeProvider time, ILogger logger)
{
    /// <summary>How long an agent that was asked to stop still waits for the neighbours of its round.</summary>
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(5);

    /// <summary>How far apart the agents of a network may learn that all are to stop.</summary>
    private static readonly TimeSpan NoticeOfStop = TimeSpan.FromSeconds(2);

    private IAlgorithm? _algorithm;
    private FeatureStatistics? _network;
    private double? _bestAccuracy;
    private double? _bestCost;
    private int _done;

    /// <summary>Census, rounds, farewell, weights. Weights are written whatever ends the rounds.</summary>
    /// <param name="stopping">Asks the agent to end with the round that it is in.</param>
    /// <exception cref="ExchangeException">A neighbour that a round needs stayed away.</exception>
    /// <exception cref="DivergedException">The cost is no longer finite.</exception>
    public async Task<AgentSummary> RunAsync(CancellationToken stopping)
    {
        using var hard = new CancellationTokenSource();
        await using var graceful = stopping.Register(() => hard.CancelAfter(StopGrace));
        try
        {
            await RunRoundsAsync(stopping, hard.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            AgentLog.StoppedWaiting(logger, setup.Id, _done);
        }
        catch (NeighbourLeftException)
        {
            if (!await IsStoppingAsync(stopping))
            {
                End();
                throw;
            }
        }
        catch (Exception e) when (e is ExchangeException or DivergedException)
        {
            End();
            throw;
        }

        await exchange.LeaveAsync(CancellationToken.None);
        return End();
    }

    private async Task RunRoundsAsync(CancellationToken stopping, CancellationToken cancellation)
    {
        _network = await TakeCensusAsync(cancellation);
        var standardizer = Standardizer.Create(_network, setup.Scale, setup.Run.Data.StandardizeTargets);
        var problem = CreateProblem(standardizer, _network.Count);
        _algorithm = StartAlgorithm(problem);
        var evaluation = Evaluation(_algorithm, standardizer);
        var report = new RoundReporter(setup, problem, _algorithm, evaluation, exchange, time);
        Publish(report.AtStart());
        while (_done < setup.Run.Rounds && !stopping.IsCancellationRequested)
        {
            await RunRoundAsync(_algorithm, cancellation);
            Publish(report.After(++_done));
        }
    }

    private async ValueTask RunRoundAsync(IAlgorithm algorithm, CancellationToken cancellation)
    {
        try
        {
            await algorithm.RoundAsync(_done, exchange, cancellation);
        }
        catch (NotPositiveDefiniteException e)
        {
            throw Diverged(e);
        }

        if (!double.IsFinite(algorithm.Outcome.Cost))
        {
            throw Diverged(inner: null);
        }
    }

    private DivergedException Diverged(Exception? inner) => new(
        $"agent {setup.Id}: the cost is no longer finite in round {_done}: "
        + "raise algorithm.tau, or lower algorithm.alpha (or algorithm.eta)",
        inner!);

    /// <summary>
    /// Neighbours that are told to stop say goodbye a little before or after this agent is told the same.
    /// </summary>
    private async Task<bool> IsStoppingAsync(CancellationToken stopping)
    {
        try
        {
            await Task.Delay(NoticeOfStop, time, stopping);
        }
        catch (OperationCanceledException)
        {
            AgentLog.StoppedWaiting(logger, setup.Id, _done);
        }

        return stopping.IsCancellationRequested;
    }

    private async Task<FeatureStatistics> TakeCensusAsync(CancellationToken cancellation)
    {
        var own = FeatureStatistics.Of(setup.Partition).ToBytes();
        var records = await exchange.CensusAsync(own, cancellation);
        var network = FeatureStatistics.Merge(records.Select(record => FeatureStatistics.FromBytes(record.Span)));
        AgentLog.CensusTaken(logger, setup.Id, records.Count, network.Count);
        return network;
    }

    /// <summary>
    /// g_i with s = 1 / (rows of the whole network), so that the agents' costs add up to the mean loss; an agent by
    /// itself counts its own rows only.
    /// </summary>
    private LocalProblem CreateProblem(Standardizer standardizer, long networkRows)
    {
        var (run, rows) = (setup.Run, setup.Partition.Count);
        AgentLog.Started(logger, setup.Id, rows, plan.Model.Description, plan.Model.WeightCount);
        standardizer.Apply(setup.Partition);
        var samples = SampleUpload.Upload(setup.Device, setup.Partition, plan.SingleOutput);
        var sampler = run.Algorithm.Minibatch > 0 && run.Algorithm.Minibatch < rows
            ? new MinibatchSampler(rows, run.Algorithm.Minibatch, SeedOf(run.Seed, setup.AgentIndex))
            : null;
        var together = AlgorithmCatalog.UsesNetwork(run.Algorithm.Name);
        var scale = 1.0 / (together ? networkRows : rows);
        var objective = new LocalObjective(setup.Device, plan.Model, plan.Loss, samples, scale, sampler);
        var agents = together ? setup.Schedule.Agents.Count : 1;
        var regularizer = new Regularizer(run.Regularizer.L1, run.Regularizer.L2);
        return new LocalProblem(setup.Device, objective, regularizer, agents);
    }

    private IAlgorithm StartAlgorithm(LocalProblem problem)
    {
        var algorithm = AlgorithmCatalog.Create(problem, setup.Run.Algorithm);
        var weights = new float[plan.Model.WeightCount];
        plan.Model.Initialize(new Random(setup.Run.Seed), weights);
        algorithm.Start(weights, round: 0);
        return algorithm;
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

    private void Publish(RoundMetrics metrics)
    {
        _bestAccuracy = metrics.TestAccuracy is { } accuracy ? Math.Max(accuracy, _bestAccuracy ?? 0) : _bestAccuracy;
        _bestCost = metrics.TestCost is { } cost ? Math.Min(cost, _bestCost ?? cost) : _bestCost;
        sink.OnRound(metrics);
    }

    private AgentSummary End()
    {
        var (path, sha) = _algorithm is null || setup.Output is null ? default : WriteWeights(_algorithm, _network!);
        var summary = new AgentSummary(setup.Id, _done, _done < setup.Run.Rounds, path, sha, _bestAccuracy, _bestCost);
        sink.OnEnd(summary);
        AgentLog.Ended(logger, setup.Id, _done, path ?? "-");
        return summary;
    }

    private (string Path, string Sha256) WriteWeights(IAlgorithm algorithm, FeatureStatistics network)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["run"] = setup.Run.Name,
            ["seed"] = setup.Run.Seed.ToString(CultureInfo.InvariantCulture),
            ["rounds"] = _done.ToString(CultureInfo.InvariantCulture),
            ["topology"] = setup.Schedule.Fingerprint,
        };
        var path = Path.GetFullPath(Path.Combine(setup.Output!, setup.Id, "weights.safetensors"));
        var weights = setup.Device.Stage(algorithm.Weights).Span;
        return (path, FinalWeights.Write(path, plan.Model, weights, network, metadata));
    }
}
