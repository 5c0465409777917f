using Murmuration.Testing;

namespace Murmuration.Simulation.Tests.Otlp;

/// <summary>What a collector gets of a run that really runs.</summary>
public sealed class OtlpTests : IDisposable
{
    private const int Rounds = 4;

    private readonly TemporaryFolder _folder = new();

    public OtlpTests()
    {
        File.WriteAllText(
            _folder.File("run.json"),
            $$"""
            { "name": "traced",
              "data": { "generated": "clusters", "samples": 200, "testSamples": 100, "partition": { "kind": "even" } },
              "model": { "hidden": [4] }, "rounds": {{Rounds}} }
            """);
        File.WriteAllText(
            _folder.File("pair.json"), """{ "name": "pair", "agents": 2, "schedule": { "generator": "ring" } }""");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("process")]
    [InlineData("memory")]
    public async Task Every_round_is_one_trace_of_all_agents_with_its_phases(string transport)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var (code, _, errors) = await Murmur.RunAsync(
            "simulate", "--transport", transport, "--topology", _folder.File("pair.json"),
            "--run", _folder.File("run.json"), "--output", _folder.File("out"), "--no-alone", "--quiet",
            "--otlp", $"{receiver.Address}");
        Assert.True(code == 0, errors);

        var spans = receiver.Spans;
        var rounds = spans.Where(span => span.Name == "round").ToList();
        Assert.Equal(2 * Rounds, rounds.Count);
        Assert.Equal(Rounds, rounds.Select(span => span.Trace).Distinct().Count());
        Assert.All(rounds, span => Assert.Equal("", span.Parent));
        Assert.All(rounds, span => Assert.Equal(["murmuration.agent", "murmuration.round"], span.Attributes));
        foreach (var round in rounds)
        {
            var phases = spans.Where(span => span.Parent == round.Id).ToList();
            Assert.Equal(["exchange", "mix", "solve", "track"], phases.Select(span => span.Name).Order());
            Assert.All(phases, phase => Assert.Equal((round.Trace, round.Service), (phase.Trace, phase.Service)));
        }

        Assert.Equal(5 * rounds.Count, spans.Count);
        string[] services = transport == "process" ? ["a0", "a1"] : ["simulate"];
        Assert.Equal(services, rounds.Select(span => span.Service).Distinct().Order());
        Assert.Equal(["murmuration"], receiver.Services);
        Assert.Superset(
            new HashSet<string>
            {
                "murmuration.rounds", "murmuration.link.sent", "murmuration.round.computing", "dotnet.process.cpu.time",
                "murmuration.checkpoint.duration",
            },
            receiver.Metrics.ToHashSet());
    }

    [Fact]
    public async Task An_address_that_is_none_is_refused()
    {
        var (code, _, errors) = await Murmur.RunAsync("simulate", "--otlp", "somewhere");
        Assert.Equal(1, code);
        Assert.Contains("--otlp somewhere: write a URL", errors, StringComparison.Ordinal);
    }
}
