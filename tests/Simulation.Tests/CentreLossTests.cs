using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Simulation.Tests;

/// <summary>Asynchronous EASGD when the agent that holds the centre ends, a worker ends, or one comes late.</summary>
public sealed class CentreLossTests
{
    private const int Agents = 4;
    private readonly Quadratics _quadratics = new(Agents, seed: 9);

    [Fact]
    public async Task A_lost_centre_is_replaced_by_the_next_agent_at_the_newest_centre_it_knows()
    {
        await using var network = Create(Schedules.Complete(Agents), CentreLossRule.Replace);
        var first = Weights(network, 1);
        await network.RunAsync(100);
        await QuietAsync(network);
        await network.LoseAsync(0, isForGood: true);
        var before = Weights(network, 0);
        await network.RunRoundAsync(1);

        // Its own worker has met the centre since, with a rate of 0.9/3.
        Assert.InRange(Distance(before, Weights(network, 1)), 0, 0.5);
        Assert.True(Distance(before, first) > 0.8);
        await network.RunAsync(100, 1, 2, 3);
        Assert.Equal([1.0, 1.0], Hosts(network, 2, 3));
        await network.EndAsync();
        Assert.Equal(Weights(network, 1), Weights(network, 2));
        Assert.Equal(Weights(network, 1), Weights(network, 3));
    }

    [Fact]
    public async Task Workers_that_wait_for_their_centre_train_on_alone()
    {
        await using var network = Create(Star(), CentreLossRule.Wait);
        await network.RunAsync(20);
        await QuietAsync(network);
        await network.LoseAsync(0, isForGood: true);
        await network.RunAsync(200, 1, 2, 3);
        Assert.Equal([20, 220, 220, 220], network.Rounds);
        foreach (var worker in (int[])[1, 2, 3])
        {
            // Each is at its own minimum now.
            Assert.InRange(network.Algorithms[worker].Outcome.Cost, 0, 1e-3);
            Assert.InRange(network.Algorithms[worker].Outcome.Staleness ?? 0, 198, 200);
        }
    }

    [Fact]
    public async Task A_lost_worker_holds_nobody_up()
    {
        await using var network = Create(Star(), CentreLossRule.Wait);
        await network.RunAsync(10);
        await QuietAsync(network);
        await network.LoseAsync(2, isForGood: false);
        await network.RunAsync(100, 0, 1, 3);
        Assert.Equal([110, 110, 10, 110], network.Rounds);
        await network.EndAsync();
        Assert.Equal(Weights(network, 0), Weights(network, 3));
    }

    [Fact]
    public async Task Who_comes_late_begins_at_the_centre()
    {
        await using var network = Create(Star(), CentreLossRule.Wait);
        await network.RunAsync(50, 0, 1, 2);
        await QuietAsync(network);
        await network.RunRoundAsync(0);
        network.TellRounds(0);
        await network.RunRoundAsync(3);
        Assert.Equal(Weights(network, 0), Weights(network, 3));
        Assert.InRange(network.Algorithms[3].Outcome.Disagreement, 0, 0.2);
    }

    private static TopologySchedule Star() => TopologySchedule.Parse(
        """{ "name": "star", "agents": 4, "schedule": { "generator": "star" } }""");

    private FreeNetwork Create(TopologySchedule schedule, CentreLossRule onLoss)
    {
        var options = new AlgorithmOptions
        {
            Name = AlgorithmKind.Easgd,
            Asynchronous = true,
            Eta = 0.05,
            LocalSteps = 2,
            Elastic = new() { OnLoss = onLoss, Patience = 60 },
        };
        var weights = TinyNetwork.RandomWeights(Quadratics.WeightCount, seed: 5);
        return FreeNetwork.Create(schedule, options, _quadratics.Problems(), _ => weights(0));
    }

    private static Task QuietAsync(FreeNetwork network) => FreeNetwork.UntilAsync(() => ElasticSum.IsQuiet(
        Enumerable.Range(0, Agents).Select(network.State)));

    private static IEnumerable<double> Hosts(FreeNetwork network, params int[] workers) =>
        workers.Select(worker => network.State(worker).Number("RequestHost"));

    private static float[] Weights(FreeNetwork network, int agent) =>
        TinyNetwork.Values(network.Algorithms[agent].Weights);

    private static double Distance(float[] one, float[] other) =>
        Math.Sqrt(one.Zip(other).Sum(pair => Math.Pow(pair.First - pair.Second, 2)))
        / Math.Sqrt(one.Sum(x => x * x));
}
