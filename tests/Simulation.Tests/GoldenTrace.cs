using System.Text.Json;

namespace Murmuration.Simulation.Tests;

/// <summary>
/// A golden trace: a tiny problem, its network, an algorithm's settings, and the reference's state after each round.
/// </summary>
public sealed record GoldenTrace
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    public required string Name { get; init; }

    public required string Algorithm { get; init; }

    public required TraceSettings Settings { get; init; }

    public required string Loss { get; init; }

    public required int[] Widths { get; init; }

    public double L1 { get; init; }

    public double L2 { get; init; }

    public bool Directed { get; init; }

    /// <summary>Null where the algorithm needs no mixing, and any network that joins the right agents will do.
    /// </summary>
    public int[][][]? Links { get; init; }

    public required double[][][] Mixing { get; init; }

    public required TraceAgent[] Agents { get; init; }

    public required double[][] InitialWeights { get; init; }

    public required double[][] InitialGradients { get; init; }

    public required TraceRound[] Rounds { get; init; }

    public static GoldenTrace Read(string path) =>
        JsonSerializer.Deserialize<GoldenTrace>(File.ReadAllText(path), Format)!;

    /// <summary>The trace's network as a topology file.</summary>
    public string Topology()
    {
        if (Links is null)
        {
            var generator = Settings.Groups is null ? "star" : "complete";
            return JsonSerializer.Serialize(new { name = Name, agents = Agents.Length, schedule = new { generator } });
        }

        var rounds = Links.Select(round => new
        {
            links = round.Select(link => new[] { $"a{link[0]}", $"a{link[1]}" }),
        });
        return JsonSerializer.Serialize(new
        {
            name = Name,
            agents = Agents.Length,
            directed = Directed,
            weights = Directed ? "push" : "metropolis",
            schedule = new { period = Links.Length, rounds },
        });
    }
}

public sealed record TraceSettings
{
    public string? Surrogate { get; init; }

    public string? Scope { get; init; }

    public int Blocks { get; init; } = 1;

    public double Tau { get; init; } = 1;

    public double Alpha { get; init; } = 1;

    public double Mu { get; init; }

    public double Eta { get; init; } = 1;

    public double? Rho { get; init; }

    public double Delta { get; init; }

    public int Period { get; init; } = 1;

    public int PeriodGlobal { get; init; } = 1;

    public double Pull { get; init; }

    public double PullGlobal { get; init; }

    public int[][]? Groups { get; init; }
}

public sealed record TraceAgent(double[][] Inputs, double[][] Targets);

public sealed record TraceRound
{
    public required double[][] Weights { get; init; }

    public double[][]? Trackers { get; init; }

    public double[]? PushSum { get; init; }

    public double[]? Center { get; init; }

    public double SocialCostOfMean { get; init; }
}
