using System.Net;
using System.Text.Json;
using Murmuration.Testing;

namespace Murmuration.Simulation.Tests;

/// <summary>Chains of agents as a user runs them: alike over every transport, stopped, killed and started
/// again.</summary>
public sealed class DecoupledRunTests : IDisposable
{
    private const int Rounds = 300;

    private static readonly string Run =
        $$"""
        { "name": "chains",
          "data": { "generated": "digits", "samples": 1000, "testSamples": 500, "partition": { "kind": "even" } },
          "model": { "hidden": [30, 20] }, "rounds": {{Rounds}}, "seed": 5, "evaluateEvery": 100,
          "algorithm": { "name": "decoupled", "minibatch": 20, "eta": 0.05, "optimizer": { "name": "momentum" } } }
        """;

    private readonly TemporaryFolder _folder = new();

    public DecoupledRunTests()
    {
        var sockets = Gossip.Transport.TcpNeighbourhood.BindLoopback(4);
        var agents = sockets.Select((socket, k) =>
            $$"""{ "id": "a{{k}}", "address": "127.0.0.1:{{((IPEndPoint)socket.LocalEndPoint!).Port}}" }""");
        File.WriteAllText(_folder.File("run.json"), Run);
        File.WriteAllText(
            _folder.File("topology.json"),
            $$"""
            { "name": "grid", "agents": [ {{string.Join(", ", agents)}} ], "grid": [["a0", "a1"], ["a2", "a3"]],
              "schedule": { "links": ["a0-a1", "a2-a3", "a0-a2", "a1-a3"] } }
            """);
        foreach (var socket in sockets)
        {
            socket.Dispose();
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Late_gradients_train_as_well_as_locked_backpropagation()
    {
        var (_, _, hashes, accuracy) = Result(await SimulateAsync("memory", "late"));
        File.WriteAllText(
            _folder.File("pair.json"), """{ "name": "pair", "agents": 2, "schedule": { "links": ["a0-a1"] } }""");
        var locked = Result(await Murmur.RunAsync(
            [.. Arguments("memory", "locked", "pair.json"), "--set", "algorithm.name=decentralizedSgd"]));
        Assert.InRange(accuracy, locked.Accuracy - 0.03, 1);
        Assert.InRange(accuracy, 0.8, 1);
        Assert.Equal(hashes[0], hashes[1]);
        Assert.Equal(hashes[2], hashes[3]);
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("process")]
    public async Task Every_transport_gives_the_same_bits(string transport)
    {
        var expected = Result(await SimulateAsync("memory", "memory"));
        Assert.Equal(expected.Hashes, Result(await SimulateAsync(transport, transport)).Hashes);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("process")]
    public async Task A_run_that_was_stopped_goes_on_with_the_same_bits(string transport)
    {
        RequireSignals();
        var expected = Result(await SimulateAsync("memory", "whole"));
        using (var murmur = Murmur.Start(Arguments(transport, "parted")))
        {
            await murmur.WaitForAsync($"round 0/{Rounds}");
            murmur.Terminate();
            var stopped = Result(await murmur.EndAsync());
            Assert.True(stopped.Stopped);
            Assert.InRange(stopped.Rounds, 1, Rounds - 1);
            Assert.Equal(stopped.Hashes[0], stopped.Hashes[1]);
        }

        Assert.Equal(expected.Hashes, Result(await SimulateAsync(transport, "parted")).Hashes);
    }

    /// <summary>The others wait for it; with a checkpoint after every round nothing is lost.</summary>
    [Theory]
    [InlineData(9)]
    [InlineData(15)]
    public async Task An_agent_that_was_killed_or_stopped_comes_back_and_changes_no_bit(int signal)
    {
        RequireSignals();
        var expected = Result(await SimulateAsync("memory", "whole"));
        using var fleet = new Fleet([.. Enumerable.Range(0, 4).Select(StartOne)]);
        await new MetricsFolder(_folder.File("daemons")).WaitForRoundAsync("a1", Rounds / 10);
        fleet[1].Signal(signal);
        await fleet[1].EndAsync();
        using var again = StartOne(1);
        var ends = await Task.WhenAll(
            ((Murmur[])[fleet[0], again, fleet[2], fleet[3]]).Select(one => one.EndAsync()));
        Assert.All(ends, end => Assert.True(end.ExitCode == 0, end.Errors));
        Assert.Equal(expected.Hashes, Enumerable.Range(0, 4).Select(agent => Hash($"a{agent}")));
    }

    private static void RequireSignals()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no signals to send");
        }
    }

    private Murmur StartOne(int agent) => Murmur.Start(
        "agent", "--insecure", "--id", $"a{agent}", "--topology", _folder.File("topology.json"),
        "--run", _folder.File("run.json"), "--output", _folder.File("daemons"), "--threads", "1",
        "--set", "checkpoints.every=1");

    private string Hash(string agent) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(
        File.ReadAllBytes(_folder.File($"daemons/{agent}/weights.safetensors"))));

    private Task<(int ExitCode, string Output, string Errors)> SimulateAsync(string transport, string output) =>
        Murmur.RunAsync(Arguments(transport, output));

    private string[] Arguments(string transport, string output, string topology = "topology.json") =>
    [
        "simulate", "--json", "--no-alone", "--transport", transport, "--threads", "2",
        "--topology", _folder.File(topology), "--run", _folder.File("run.json"), "--output", _folder.File(output),
    ];

    private static (bool Stopped, int Rounds, IReadOnlyList<string> Hashes, double Accuracy) Result(
        (int ExitCode, string Output, string Errors) murmur)
    {
        Assert.True(murmur.ExitCode == 0, murmur.Errors);
        using var document = JsonDocument.Parse(murmur.Output.TrimEnd().Split('\n')[^1]);
        var root = document.RootElement;
        return (
            root.GetProperty("stopped").GetBoolean(),
            root.GetProperty("rounds").GetInt32(),
            [.. root.GetProperty("weights").EnumerateArray().Select(one => one.GetProperty("sha256").GetString()!)],
            root.GetProperty("testAccuracy").GetProperty("min").GetDouble());
    }
}
