using Microsoft.Extensions.Logging;
using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Telemetry;
using Murmuration.Agent.Training;
using Murmuration.Agent.Web;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Simulation;

/// <summary>
/// Trains with all agents of a topology on this machine, then each agent alone, and says what came of it.
/// </summary>
internal sealed class Simulator(
    SimulationOptions options,
    RunOptions run,
    OtlpExport? export,
    TimeProvider time,
    ILoggerFactory loggers,
    IProgressView view)
{
    /// <summary>Runs the simulation.</summary>
    /// <param name="stopping">Asks all agents to stop after the same round.</param>
    public async Task<SimulationResult> RunAsync(CancellationToken stopping)
    {
        var schedule = ShippedFiles.LoadTopology(options.Topology);
        schedule.Notices.Concat(AlgorithmFit.Require(run.Algorithm, schedule)).ToList().ForEach(view.Warn);
        using var rows = SharedRows.For(options, run);
        var data = rows.Load(options);
        var partitions = RowShares.Deal(
            data.Train, run.Data.Partition ?? new PartitionOptions(), schedule, run.Seed);
        view.Say($"{schedule.Agents.Count} agents on '{schedule.Name}'; {data.Description}");
        var fleets = new FleetFactory(options, schedule, data, partitions, export, time, loggers);
        var watch = new FleetWatch(run, schedule, time);
        var network = new NetworkMetrics(schedule.Agents.Count, round => Show(round, watch));
        view.Follow(watch.Now);
        await TrainAsync(fleets, rows.Run, schedule, watch, network, stopping);
        var alone = options.Alone && schedule.Grid is null && !stopping.IsCancellationRequested
            ? await RunAloneAsync(fleets, schedule, stopping)
            : null;
        return Summarize(schedule, network, alone);
    }

    /// <summary>All agents together, and a dashboard beside them where one is asked for.</summary>
    private async Task TrainAsync(
        FleetFactory fleets,
        RunOptions shared,
        TopologySchedule schedule,
        FleetWatch watch,
        NetworkMetrics network,
        CancellationToken stopping)
    {
        var origin = fleets.OriginOf(run);
        await using var server = options.Dashboard is { } address
            ? await RunServer.StartAsync(address, watch.Now, run, schedule, origin, time, loggers)
            : null;
        if (server is not null)
        {
            view.Say($"dashboard: {server.Address}");
        }

        try
        {
            await fleets.Create(shared, origin).RunAsync(new SinkGroup(watch, network), stopping);
            server?.Finish(stopping.IsCancellationRequested ? "the run was stopped" : "the run has ended");
        }
        catch (OperationCanceledException e) when (stopping.IsCancellationRequested)
        {
            server?.Finish("the run was stopped before the agents had met");
            throw new SimulationException("stopped before the agents had met", e);
        }
    }

    /// <summary>
    /// Damped Gauss–Newton on its own rows for as many rounds: what each partition is worth by itself.
    /// </summary>
    private async Task<NetworkMetrics?> RunAloneAsync(
        FleetFactory fleets, TopologySchedule schedule, CancellationToken stopping)
    {
        view.Say("now each agent alone, for comparison");
        var algorithm = run.Algorithm with { Name = AlgorithmKind.LocalOnly, TauRule = TauRule.Constant };
        var alone = run with { Algorithm = algorithm };
        var metrics = new NetworkMetrics(schedule.Agents.Count, _ => { });
        try
        {
            await fleets.CreateAlone(alone).RunAsync(metrics, stopping);
            return metrics;
        }
        catch (DivergedException e)
        {
            view.Warn($"no comparison: {e.Message}");
            return null;
        }
    }

    private void Show(NetworkRound round, FleetWatch watch)
    {
        watch.Note(round);
        if (round.Round == round.Before && round.Round > 0)
        {
            view.Say($"goes on after round {round.Round}");
        }

        view.Show(round);
    }

    private SimulationResult Summarize(TopologySchedule schedule, NetworkMetrics network, NetworkMetrics? alone)
    {
        var (last, evaluated, sketched) = (network.Last, network.LastEvaluated, network.LastSketched);
        if (last is null)
        {
            throw new SimulationException("stopped before the agents had begun");
        }

        return new SimulationResult
        {
            Agents = schedule.Agents.Count,
            Rounds = last.Round,
            Seconds = Math.Round(last.Seconds, 3),
            Cost = last.Cost,
            TestAccuracy = evaluated?.Accuracy,
            TestCost = evaluated is { Accuracy: null } ? evaluated.TestCost : null,
            AloneAccuracy = alone?.Ends.Max(end => end.BestTestAccuracy),
            AloneCost = alone?.LastEvaluated is { Accuracy: null } ? alone.Ends.Min(end => end.BestTestCost) : null,
            Disagreement = last.Disagreement,
            TrackingDefect = sketched?.TrackingDefect,
            Stationarity = sketched?.Stationarity,
            BytesSent = last.BytesSent,
            Stopped = last.Round < run.Rounds,
            Weights = [.. network.Ends
                .Where(end => end.Weights is not null)
                .Select(end => new WeightsFile(end.Agent, end.Weights!, end.Sha256!))],
        };
    }
}
