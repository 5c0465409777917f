namespace Murmuration.Agent.Metrics;

/// <summary>One agent after one round; a line of its metrics file.</summary>
internal sealed record RoundMetrics
{
    /// <summary>Links in one line at most.</summary>
    public const int MostLinks = 32;

    /// <summary>Id of the agent.</summary>
    public required string Agent { get; init; }

    /// <summary>Rounds done; 0 is the start.</summary>
    public required int Round { get; init; }

    /// <summary>Seconds since the first round began.</summary>
    public required double Seconds { get; init; }

    /// <summary>Local cost g_i(w_i); the agents' costs add up to the mean loss.</summary>
    public required double Cost { get; init; }

    /// <summary>The shared penalty r(w_i).</summary>
    public required double Penalty { get; init; }

    /// <summary>Mean loss on the test set, in rounds that evaluate.</summary>
    public double? TestCost { get; init; }

    /// <summary>Share of the test set that is classified rightly, in rounds that evaluate.</summary>
    public double? TestAccuracy { get; init; }

    /// <summary>max_j ‖z_i − z_j‖ / ‖z_i‖ over neighbours.</summary>
    public double Disagreement { get; init; }

    /// <summary>‖∇g_i(w_i)‖.</summary>
    public double GradientNorm { get; init; }

    /// <summary>A linear sketch of φ_i y_i − ∇g_i(w_i): the sum over the agents shows the tracking defect.</summary>
    public IReadOnlyList<double>? TrackingSketch { get; init; }

    /// <summary>‖w_i − prox_r(w_i − I y_i)‖, how far the weights are from a stationary point as the tracker shows it;
    /// null without a tracker.</summary>
    public double? Stationarity { get; init; }

    /// <summary>A linear sketch of φ_i (w_i − prox_r(w_i − I y_i)), with ∇g_i(w_i) for y_i without a tracker: the mean
    /// over the agents shows how far the network is from a stationary point. Null where no gradient at w_i is taken.
    /// </summary>
    public IReadOnlyList<float>? StationaritySketch { get; init; }

    /// <summary>Proximal weight τ of the round.</summary>
    public double? Tau { get; init; }

    /// <summary>Rounds since the agent has last met a centre or followed a leader.</summary>
    public int? Staleness { get; init; }

    /// <summary>Step size α or η of the round.</summary>
    public double? StepSize { get; init; }

    /// <summary>Inner iterations of the local solve.</summary>
    public int SolverIterations { get; init; }

    /// <summary>Seconds of this round spent computing.</summary>
    public double SecondsComputing { get; init; }

    /// <summary>Seconds of this round spent waiting for neighbours.</summary>
    public double SecondsWaiting { get; init; }

    /// <summary>Bytes sent so far, headers included.</summary>
    public long BytesSent { get; init; }

    /// <summary>Bytes received so far, headers included.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Links on which a round is still to be settled.</summary>
    public int SuspendedLinks { get; init; }

    /// <summary>The agent's links; of many the first <see cref="MostLinks"/>, those that are not up before all others.
    /// </summary>
    public IReadOnlyList<LinkNews>? Links { get; init; }

    /// <summary>Times so far that a round went on without a link.</summary>
    public long Suspended { get; init; }

    /// <summary>Suspended rounds of links made good so far.</summary>
    public long Settled { get; init; }

    /// <summary>Messages so far that count at neither end of their link.</summary>
    public long Declined { get; init; }

    /// <summary>Tracking epochs begun so far, the first not counted.</summary>
    public int Epochs { get; init; }

    /// <summary>Rounds passed over so far, because the network had gone on.</summary>
    public int Skipped { get; init; }
}
