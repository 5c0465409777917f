using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Transport;
using Murmuration.Testing;

namespace Murmuration.Simulation.Tests;

/// <summary>A network in memory that goes on from checkpoints is in a new life: letters that were under way are lost.
/// </summary>
public sealed class MemoryLifeTests : IDisposable
{
    private const string Run =
        """
        { "name": "lives",
          "data": { "generated": "digits", "samples": 60, "testSamples": 20, "partition": { "kind": "even" } },
          "model": { "hidden": [4] }, "seed": 5, "checkpoints": { "every": 10, "keep": 10 },
          "algorithm": { "name": "easgd", "asynchronous": true, "minibatch": 5, "eta": 0.1 } }
        """;

    /// <summary>Where an answer comes, it is there before the worker begins to wait.</summary>
    private static readonly AlgorithmOptions Options = new()
    {
        Name = AlgorithmKind.Easgd, Asynchronous = true, Eta = 0.05, Elastic = new() { Patience = 1e-3 },
    };

    private static readonly TopologySchedule Pair = TopologySchedule.Parse(
        """{ "name": "pair", "agents": 2, "schedule": { "generator": "star" } }""");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_worker_whose_request_was_under_way_at_the_checkpoint_asks_its_centre_again()
    {
        var before = Open(life: 1);
        var (host, worker) = (Create(0), Create(1));
        host.Start(TinyNetwork.RandomWeights(Quadratics.WeightCount, seed: 1)(0), round: 0);
        worker.Start(TinyNetwork.RandomWeights(Quadratics.WeightCount, seed: 1)(1), round: 0);
        await host.RoundAsync(0, before[0], CancellationToken.None);
        await worker.RoundAsync(0, before[1], CancellationToken.None);
        var (ofHost, ofWorker) = (Saved(host), Saved(worker));
        Assert.Equal((0.0, 0.0), (ofWorker.Number("RequestHost"), ofWorker.Number("RequestAnswered")));

        var after = Open(life: 2);
        (host, worker) = (Create(0), Create(1));
        host.Load(ofHost, 1);
        worker.Load(ofWorker, 1);
        await host.RoundAsync(1, after[0], CancellationToken.None);
        await worker.RoundAsync(1, after[1], CancellationToken.None);

        // Each takes the letters that have come before it waits for more.
        using var end = new CancellationTokenSource();
        Task[] serving = [host.ServeAsync(after[0], end.Token), worker.ServeAsync(after[1], end.Token)];
        await worker.RoundAsync(2, after[1], CancellationToken.None);
        Assert.Equal(0, worker.Outcome.Staleness);
        await end.CancelAsync();
        await Task.WhenAll(serving);
    }

    /// <summary>
    /// The second start writes a checkpoint of the one agent in the round that the other one's is from, and the third
    /// goes on from those: the most rounds of all agents are the same at both.
    /// </summary>
    [Fact]
    public async Task Every_start_is_another_life_than_any_before()
    {
        await File.WriteAllTextAsync(_folder.File("run.json"), Run);
        Pair.Save(_folder.File("topology.json"));
        var first = await LifeAfterAsync(rounds: 20);
        Remove("a0", after: 10);
        var second = await LifeAfterAsync(rounds: 40);
        Remove("a0", after: 20);
        Remove("a1", after: 20);
        var third = await LifeAfterAsync(rounds: 40);
        Assert.True(first < second && second < third, $"lives {first}, {second}, {third}");
    }

    private static IReadOnlyList<IRoundExchange> Open(long life) => InMemoryNetwork.Create(
        Pair, vectorLength: 0, scalarCount: 0, letterLength: Quadratics.WeightCount, life: life);

    private static IAsynchronousAlgorithm Create(int agent) => (IAsynchronousAlgorithm)AlgorithmCatalog.Create(
        new Quadratics(2, seed: 9).Problems()[agent], Options, new(Pair, agent, Seed: 1));

    private static AlgorithmState Saved(IAsynchronousAlgorithm algorithm)
    {
        var state = new AlgorithmState();
        algorithm.Save(state);
        return state;
    }

    /// <summary>Runs until so many rounds are done; gives the life in the newest checkpoints.</summary>
    private async Task<long> LifeAfterAsync(int rounds)
    {
        var (exitCode, _, errors) = await Murmur.RunAsync(
            "simulate", "--no-alone", "--transport", "memory", "--rounds", $"{rounds}", "--threads", "2",
            "--topology", _folder.File("topology.json"), "--run", _folder.File("run.json"),
            "--output", _folder.File("out"));
        Assert.True(exitCode == 0, errors);
        return Assert.Single(((string[])["a0", "a1"]).Select(agent => LifeIn(Checkpoints(agent)[^1])).Distinct());
    }

    /// <summary>A u64 length, then a JSON header with the file's text entries.</summary>
    private static long LifeIn(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        using var header = JsonDocument.Parse(bytes.AsMemory(sizeof(ulong), length));
        var text = header.RootElement.GetProperty("__metadata__").GetProperty("incarnation").GetString()!;
        return long.Parse(text, CultureInfo.InvariantCulture);
    }

    /// <summary>Removes the checkpoints of an agent after a round, as if it had been killed before.</summary>
    private void Remove(string agent, int after)
    {
        foreach (var path in Checkpoints(agent).Where(path => RoundOf(path) > after))
        {
            File.Delete(path);
        }
    }

    private static int RoundOf(string path) => int.Parse(
        Path.GetFileName(path).Split('-')[1], CultureInfo.InvariantCulture);

    private List<string> Checkpoints(string agent) =>
        [.. Directory.GetFiles(_folder.File($"out/{agent}/checkpoints"), "round-*.safetensors").Order()];
}
