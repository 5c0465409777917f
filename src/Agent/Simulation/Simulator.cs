using Microsoft.Extensions.Logging;
using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Training;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Simulation;

/// <summary>
/// Trains with all agents of a topology on this machine, then each agent alone, and says what came of it.
/// </summary>
internal sealed class Simulator(
    SimulationOptions options, RunOptions run, TimeProvider time, ILoggerFactory loggers, IProgressView view)
{
    /// <summary>Runs the simulation.</summary>
    /// <param name="stopping">Asks all agents to stop after the same round.</param>
    public async Task<SimulationResult> RunAsync(CancellationToken stopping)
    {
        var schedule = TopologySchedule.Load(options.Topology);
        AlgorithmFit.Require(run.Algorithm, schedule).ToList().ForEach(view.Say);
        var data = DataLoader.Load(run.Data, options.DataDirectory, run.Seed);
        var partitions = RowShares.Deal(
            data.Train, run.Data.Partition ?? new PartitionOptions(), schedule, run.Seed);
        view.Say($"{schedule.Agents.Count} agents on '{schedule.Name}'; {data.Description}");
        var fleets = new FleetFactory(options, schedule, data, partitions, time, loggers);
        var network = new NetworkMetrics(schedule.Agents.Count, Show);
        try
        {
            await fleets.Create(run).RunAsync(network, stopping);
        }
        catch (OperationCanceledException e) when (stopping.IsCancellationRequested)
        {
            throw new SimulationException("stopped before the agents had met", e);
        }

        var alone = options.Alone && schedule.Grid is null && !stopping.IsCancellationRequested
            ? await RunAloneAsync(fleets, schedule, stopping)
            : null;
        return Summarize(schedule, network, alone);
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
            view.Say($"no comparison: {e.Message}");
            return null;
        }
    }

    private void Show(NetworkRound round)
    {
        if (round.Round == round.Before && round.Round > 0)
        {
            view.Say($"goes on after round {round.Round}");
        }

        view.Show(round);
    }

    private SimulationResult Summarize(TopologySchedule schedule, NetworkMetrics network, NetworkMetrics? alone)
    {
        var (last, evaluated) = (network.Last, network.LastEvaluated);
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
            TrackingDefect = last.TrackingDefect,
            BytesSent = last.BytesSent,
            Stopped = last.Round < run.Rounds,
            Weights = [.. network.Ends
                .Where(end => end.Weights is not null)
                .Select(end => new WeightsFile(end.Agent, end.Weights!, end.Sha256!))],
        };
    }
}
