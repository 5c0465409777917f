using System.Text.Json;

namespace Murmuration.Gossip.Topologies.Generators;

/// <summary>Which generator, with which parameters.</summary>
public sealed record GeneratorSettings
{
    /// <summary>ring, path, grid, torus, star, complete, hierarchy, erdosRenyi, randomRegular, randomMatching, mobile,
    /// onePeerExponential, baseGraph or pipeline.</summary>
    public required string Generator { get; init; }

    /// <summary>Rows of a grid or torus; rows × columns is the number of agents. What is not given follows, as square
    /// as can be.</summary>
    public int? Rows { get; init; }

    /// <summary>Columns of a grid or torus.</summary>
    public int? Columns { get; init; }

    /// <summary>The probability of a link in erdosRenyi, in (0, 1].</summary>
    public double? Probability { get; init; }

    /// <summary>The number of neighbours in randomRegular, 1 to agents − 1, where agents × degree is even; the most in
    /// a round of baseGraph, 1 or more.</summary>
    public int? Degree { get; init; }

    /// <summary>Data groups of a pipeline; groups × modules is the number of agents. Groups of a hierarchy, a divisor
    /// of the number of agents.</summary>
    public int? Groups { get; init; }

    /// <summary>Modules of a pipeline, the length of its chains.</summary>
    public int? Modules { get; init; }

    /// <summary>How the agents with the same module of a pipeline, or those of a group of a hierarchy, are linked: ring
    /// or complete.</summary>
    public string Within { get; init; } = "ring";

    /// <summary>How far mobile agents are heard, in sides of the square they move in; above 0.</summary>
    public double? Range { get; init; }

    /// <summary>How far mobile agents go in a round, in sides of the square; above 0 and at most 1.</summary>
    public double? Speed { get; init; }

    /// <summary>Of the random generators, 0 or more.</summary>
    public int Seed { get; init; }

    /// <summary>Whether a random generator draws anew for every round, instead of one connected topology for
    /// all; randomMatching and mobile always do.</summary>
    public bool EveryRound { get; init; }

    /// <summary>The canonical members of a file's schedule.</summary>
    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("generator", Generator);
        if (Probability is { } probability)
        {
            writer.WriteNumber("probability", probability);
        }

        if (Degree is { } degree)
        {
            writer.WriteNumber("degree", degree);
        }

        if (Range is { } range)
        {
            writer.WriteNumber("range", range);
        }

        if (Speed is { } speed)
        {
            writer.WriteNumber("speed", speed);
        }

        writer.WriteNumber("seed", Seed);
        writer.WriteBoolean("everyRound", EveryRound);
    }
}
