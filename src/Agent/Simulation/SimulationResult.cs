using Murmuration.Agent.Metrics;

namespace Murmuration.Agent.Simulation;

/// <summary>What a simulation reached; with <c>--json</c> the last line of standard output.</summary>
internal sealed record SimulationResult
{
    /// <summary>Number of agents.</summary>
    public required int Agents { get; init; }

    /// <summary>Rounds done by every agent.</summary>
    public required int Rounds { get; init; }

    /// <summary>Seconds of training, from the first round on.</summary>
    public required double Seconds { get; init; }

    /// <summary>Social cost at the end.</summary>
    public required double Cost { get; init; }

    /// <summary>Test accuracy of the agents at the end, for classification.</summary>
    public Spread? TestAccuracy { get; init; }

    /// <summary>
    /// Mean loss on the test set at the end, for regression; in standardized units where targets are.
    /// </summary>
    public Spread? TestCost { get; init; }

    /// <summary>The best test accuracy that any agent reaches when it trains alone on its own partition.</summary>
    public double? AloneAccuracy { get; init; }

    /// <summary>The lowest mean test loss that any agent reaches alone, for regression.</summary>
    public double? AloneCost { get; init; }

    /// <summary>
    /// The largest relative distance between an agent's estimate and a neighbour's in the last round.
    /// </summary>
    public required double Disagreement { get; init; }

    /// <summary>‖Σ y_i − Σ ∇g_i‖ / Σ ‖∇g_i‖ in the last round, for algorithms with trackers.</summary>
    public double? TrackingDefect { get; init; }

    /// <summary>‖w − prox_r(w − Σ ∇g_i)‖ in the last round, by sketches, for algorithms that take gradients at their
    /// weights.</summary>
    public double? Stationarity { get; init; }

    /// <summary>Bytes sent by all agents.</summary>
    public required long BytesSent { get; init; }

    /// <summary>Whether the run was stopped before its last round.</summary>
    public required bool Stopped { get; init; }

    /// <summary>Path of the report, null where none was written.</summary>
    public string? Report { get; init; }

    /// <summary>The agents' final weights.</summary>
    public required IReadOnlyList<WeightsFile> Weights { get; init; }
}
