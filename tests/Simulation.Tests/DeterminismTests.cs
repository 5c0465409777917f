using System.Text.Json;
using Murmuration.Testing;

namespace Murmuration.Simulation.Tests;

/// <summary>
/// The same seed gives the same bits, whatever carries the messages and however many threads compute.
/// </summary>
public sealed class DeterminismTests
{
    private const string Run =
        """
        { "name": "bits",
          "data": { "generated": "digits", "samples": 400, "testSamples": 50, "partition": { "kind": "skewed" } },
          "model": { "hidden": [12] }, "rounds": 12, "seed": 5, "evaluateEvery": 6,
          "algorithm": {
            "solver": "conjugateGradient", "innerIterations": 5, "outerIterations": 1, "tauRule": "adaptive",
            "minibatch": 30 } }
        """;

    [Fact]
    public async Task Memory_tcp_and_processes_and_one_and_two_threads_give_the_same_weights()
    {
        var expected = await HashesAsync("memory", "1", "5");
        Assert.Equal(expected, await HashesAsync("memory", "2", "5"));
        Assert.Equal(expected, await HashesAsync("tcp", "2", "5"));
        Assert.Equal(expected, await HashesAsync("process", "2", "5"));
        Assert.NotEqual(expected, await HashesAsync("memory", "2", "6"));
    }

    [Fact]
    public async Task Two_threads_inside_one_agent_give_the_weights_of_one()
    {
        string[] fewAgents =
            ["--set", "data.samples=200", "--set", "algorithm.solver=auto", "--set", "model.hidden=[6]"];
        Assert.Equal(
            await HashesAsync("memory", "1", "5", fewAgents), await HashesAsync("memory", "10", "5", fewAgents));
    }

    private static async Task<string> HashesAsync(string transport, string threads, string seed, params string[] more)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("run.json"), Run);
        File.WriteAllText(
            folder.File("topology.json"),
            """
            {
              "name": "ring", "agents": 5,
              "schedule": { "generator": "ring", "linkUp": { "probability": 0.7, "seed": 1 } }
            }
            """);
        string[] arguments =
        [
            "simulate", "--json", "--no-alone", "--transport", transport, "--threads", threads, "--seed", seed,
            "--topology", folder.File("topology.json"), "--run", folder.File("run.json"),
            "--output", folder.File("out"), .. more,
        ];
        var (exitCode, output, errors) = await Murmur.RunAsync(arguments);
        Assert.True(exitCode == 0, errors);
        using var result = JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]);
        var weights = result.RootElement.GetProperty("weights").EnumerateArray();
        return string.Join('\n', weights.Select(file => file.GetProperty("sha256").GetString()));
    }
}
