using System.Text.Json;
using Murmuration.Testing;

namespace Murmuration.Simulation.Tests;

/// <summary>Whole simulated runs of the algorithms with centres and leaders, as a user starts them.</summary>
public sealed class CentreAndLeaderRunTests : IDisposable
{
    private const string Run =
        """
        { "name": "centres",
          "data": { "generated": "digits", "samples": 600, "testSamples": 200, "partition": { "kind": "even" } },
          "model": { "hidden": [12] }, "rounds": 40, "seed": 5, "evaluateEvery": 20,
          "algorithm": { "localSteps": 4, "minibatch": 20, "eta": 0.1 } }
        """;

    private readonly TemporaryFolder _folder = new();

    public CentreAndLeaderRunTests()
    {
        File.WriteAllText(_folder.File("run.json"), Run);
        foreach (var generator in (string[])["star", "path", "complete"])
        {
            File.WriteAllText(
                _folder.File(generator + ".json"),
                $$"""{ "name": "{{generator}}", "agents": 4, "schedule": { "generator": "{{generator}}" } }""");
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("easgd", "star", false)]
    [InlineData("easgd", "path", false)]
    [InlineData("easgd", "star", true)]
    [InlineData("easgd", "path", true)]
    [InlineData("eamsgd", "star", false, "algorithm.eta=0.002")]
    [InlineData("eamsgd", "star", true, "algorithm.eta=0.002")]
    [InlineData("downpour", "star", false, "algorithm.eta=0.03")]
    [InlineData("aDownpour", "star", false, "algorithm.eta=0.03")]
    [InlineData("mvaDownpour", "star", false, "algorithm.eta=0.03", "algorithm.elastic.averagingRate=0.05")]
    [InlineData("mDownpour", "star", false, "algorithm.eta=0.001", "algorithm.localSteps=1", "rounds=80")]
    [InlineData("lsgd", "complete", false)]
    [InlineData("lsgd", "complete", true)]
    public async Task It_trains_in_one_process(string name, string topology, bool asynchronous, params string[] more)
    {
        var result = await RunAsync("memory", name, topology, asynchronous, more);
        Assert.Equal(4, result.Agents);
        Assert.InRange(result.LeastAccuracy, 0.5, 1);
    }

    [Theory]
    [InlineData("easgd", "star", "tcp")]
    [InlineData("lsgd", "complete", "tcp")]
    [InlineData("easgd", "path", "process")]
    public async Task It_trains_over_tcp_without_rounds(string name, string topology, string transport)
    {
        // Enough rounds that agents which start one after another train at the same time.
        var result = await RunAsync(transport, name, topology, asynchronous: true, "rounds=400", "evaluateEvery=100");
        Assert.InRange(result.LeastAccuracy, 0.5, 1);
    }

    [Theory]
    [InlineData("easgd", "path")]
    [InlineData("lsgd", "complete")]
    public async Task Common_rounds_give_the_same_bits_over_memory_and_tcp(string name, string topology)
    {
        var memory = await RunAsync("memory", name, topology, asynchronous: false);
        var tcp = await RunAsync("tcp", name, topology, asynchronous: false);
        Assert.Equal(memory.Hashes, tcp.Hashes);
    }

    [Fact]
    public async Task All_agents_end_with_the_centre_as_its_host_leaves_it() =>
        Assert.Single((await RunAsync("memory", "easgd", "star", asynchronous: true)).Hashes.Distinct());

    [Fact]
    public async Task A_stop_ends_all_where_they_are()
    {
        var result = await RunAsync(
            "memory", "easgd", "star", asynchronous: true, "rounds=1000000", "evaluateEvery=1000000", "stop.cost=1e9");
        Assert.True(result.Stopped);
        Assert.InRange(result.Rounds, 1, 999_999);
    }

    private async Task<(int Agents, int Rounds, bool Stopped, double LeastAccuracy, string[] Hashes)> RunAsync(
        string transport, string name, string topology, bool asynchronous, params string[] more)
    {
        string[] settings = [$"algorithm.name={name}", $"algorithm.asynchronous={(asynchronous ? "true" : "false")}"];
        string[] arguments =
        [
            "simulate", "--json", "--no-alone", "--fresh", "--transport", transport, "--threads", "2",
            "--topology", _folder.File(topology + ".json"), "--run", _folder.File("run.json"),
            "--output", _folder.File("out"),
            .. settings.Concat(more).SelectMany(setting => (string[])["--set", setting]),
        ];
        var (exitCode, output, errors) = await Murmur.RunAsync(arguments);
        Assert.True(exitCode == 0, errors);
        using var document = JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]);
        var result = document.RootElement;
        return (
            result.GetProperty("agents").GetInt32(),
            result.GetProperty("rounds").GetInt32(),
            result.GetProperty("stopped").GetBoolean(),
            result.GetProperty("testAccuracy").GetProperty("min").GetDouble(),
            [.. result.GetProperty("weights").EnumerateArray()
                .Select(file => file.GetProperty("sha256").GetString()!)]);
    }
}
