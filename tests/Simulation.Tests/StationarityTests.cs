using System.Text;
using System.Text.Json;
using Murmuration.Testing;

namespace Murmuration.Simulation.Tests;

/// <summary>How far networks are from a stationary point, as whole runs tell it.</summary>
public sealed class StationarityTests : IDisposable
{
    private const string Run =
        """
        { "name": "gap", "rounds": 60, "regularizer": { "l2": 0.01 },
          "data": { "generated": "regression", "samples": 200, "testSamples": 50, "partition": { "kind": "even" } },
          "model": { "hidden": [] } }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("next")]
    [InlineData("gradientTracking")]
    [InlineData("d2")]
    [InlineData("decentralizedSgd")]
    public async Task A_network_that_converges_comes_near_a_stationary_point(string algorithm)
    {
        var gaps = await GapsAsync(algorithm);
        Assert.Equal(61, gaps.Count);
        Assert.All(gaps, gap => Assert.NotNull(gap));
        Assert.InRange(gaps[^1]!.Value, 0, 0.3 * gaps[0]!.Value);
    }

    /// <summary>Theirs are gradients of somewhere on the way.</summary>
    [Fact]
    public async Task Algorithms_without_a_gradient_at_their_weights_tell_none() =>
        Assert.All(await GapsAsync("noloco"), Assert.Null);

    private async Task<List<double?>> GapsAsync(string algorithm)
    {
        _folder.Write("run.json", Encoding.UTF8.GetBytes(Run));
        _folder.Write("ring.json", """{ "agents": 5, "schedule": { "generator": "ring" } }"""u8.ToArray());
        var (code, output, errors) = await Murmur.RunAsync(
            "simulate", "--transport", "memory", "--topology", _folder.File("ring.json"), "--run",
            _folder.File("run.json"), "--set", $"algorithm.name={algorithm}", "--output", _folder.File("out"),
            "--no-alone", "--quiet", "--json");
        Assert.True(code == 0, errors);
        using var result = JsonDocument.Parse(output);
        var last = result.RootElement.TryGetProperty("stationarity", out var told) ? told.GetDouble() : (double?)null;
        var sketches = Enumerable.Range(0, 5).Select(k => Sketches($"a{k}")).ToList();
        List<double?> gaps =
            [.. Enumerable.Range(0, sketches[0].Count).Select(round => GapOf([.. sketches.Select(one => one[round])]))];
        Assert.Equal(last ?? -1, gaps[^1] ?? -1, 1e-6);
        return gaps;
    }

    /// <summary>The norm of the mean of the agents' sketches.</summary>
    private static double? GapOf(IReadOnlyList<double[]?> sketches) => sketches.Any(sketch => sketch is null)
        ? null
        : Math.Sqrt(Enumerable.Range(0, sketches[0]!.Length)
            .Select(k => sketches.Average(sketch => sketch![k])).Sum(mean => mean * mean));

    private List<double[]?> Sketches(string agent) =>
    [
        .. File.ReadLines(_folder.File($"out/{agent}/metrics.jsonl"))
            .Select(line => JsonSerializer.Deserialize<JsonElement>(line))
            .Where(line => line.TryGetProperty("round", out _))
            .Select(line => line.TryGetProperty("stationaritySketch", out var sketch)
                ? sketch.EnumerateArray().Select(number => number.GetDouble()).ToArray()
                : null),
    ];
}
