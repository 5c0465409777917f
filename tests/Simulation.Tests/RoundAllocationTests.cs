using Microsoft.Extensions.Logging.Abstractions;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Simulation;
using Murmuration.Agent.Training;
using Murmuration.Gossip.Topologies;
using Murmuration.Testing;

namespace Murmuration.Simulation.Tests;

/// <summary>
/// Whole rounds of whole agents in memory, with their files of metrics: what they compute, send, wait for and report.
/// </summary>
public sealed class RoundAllocationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("gradientTracking")]
    [InlineData("next")]
    [InlineData("decentralizedSgd")]
    [InlineData("d2")]
    public async Task Rounds_allocate_nothing_once_they_are_warm(string algorithm)
    {
        var run = new RunOptions
        {
            Data = new() { Generated = GeneratedSet.Regression, Samples = 80, TestSamples = 20 },
            Model = new() { Hidden = [10] },
            Algorithm = new() { Name = Enum.Parse<AlgorithmKind>(algorithm, ignoreCase: true), Eta = 0.01 },
            Checkpoints = new() { Every = 0 },
            Rounds = 1200,
            EvaluateEvery = 10_000,
        };
        var schedule = TopologySchedule.Parse(
            """{ "name": "ring", "agents": 8, "schedule": { "generator": "ring" } }""");
        var options = new SimulationOptions
        {
            Topology = "",
            DataDirectory = "",
            Output = _folder.File("out"),
            Transport = TransportKind.Memory,
            Threads = 1,
        };
        var data = DataLoader.Load(run.Data, "", run.Seed);
        var partitions = RowShares.Deal(data.Train, new(), schedule, run.Seed);
        var fleets = new FleetFactory(
            options, schedule, data, partitions, export: null, TimeProvider.System, NullLoggerFactory.Instance);
        var watch = new AllocationWatch();
        var network = new NetworkMetrics(schedule.Agents.Count, static _ => { });
        var sinks = new SinkGroup(new FleetWatch(run, schedule, TimeProvider.System), network, watch);
        await fleets.Create(run, fleets.OriginOf(run)).RunAsync(sinks, CancellationToken.None);
        Assert.Equal(run.Rounds, network.Last!.Round);
        // One object per round of the network tells all its agents' figures; the rest is nothing.
        Assert.InRange(watch.LeastPerRound, 0, AllocationWatch.RoundOfNetworkBytes);
    }

    /// <summary>
    /// All agents compute on one thread, so what it allocates from one report of an agent to a later one is what the
    /// rounds between them allocate. News for the bulletin, a few times a second, are in some of the stretches.
    /// </summary>
    private sealed class AllocationWatch : IMetricsSink
    {
        /// <summary>What the sum over all agents' reports of a round takes.</summary>
        public const long RoundOfNetworkBytes = 160;

        private const int Stretch = 8;

        private long _before;

        public long LeastPerRound { get; private set; } = long.MaxValue;

        public void OnRound(RoundMetrics metrics)
        {
            if (metrics.Agent != "a0" || metrics.Round % Stretch != 0)
            {
                return;
            }

            var now = GC.GetAllocatedBytesForCurrentThread();
            LeastPerRound = metrics.Round < 5 * Stretch
                ? LeastPerRound
                : Math.Min(LeastPerRound, (now - _before) / Stretch);
            _before = now;
        }

        public void OnEnd(AgentSummary summary)
        {
            // Only rounds count.
        }
    }
}
