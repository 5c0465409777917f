namespace Murmuration.Agent.Metrics;

/// <summary>One agent after one round; a line of its metrics file.</summary>
/// <remarks>An agent reports all its rounds by one object: whoever keeps a report beyond the call keeps a copy.
/// </remarks>
internal sealed record RoundMetrics
{
    /// <summary>Links in one line at most.</summary>
    public const int MostLinks = 32;

    private List<LinkNews>? _ownLinks;

    /// <summary>Id of the agent.</summary>
    public required string Agent { get; set; }

    /// <summary>Rounds done; 0 is the start.</summary>
    public required int Round { get; set; }

    /// <summary>Seconds since the first round began.</summary>
    public required double Seconds { get; set; }

    /// <summary>Local cost g_i(w_i); the agents' costs add up to the mean loss.</summary>
    public required double Cost { get; set; }

    /// <summary>The shared penalty r(w_i).</summary>
    public required double Penalty { get; set; }

    /// <summary>Mean loss on the test set, in rounds that evaluate.</summary>
    public double? TestCost { get; set; }

    /// <summary>Share of the test set that is classified rightly, in rounds that evaluate.</summary>
    public double? TestAccuracy { get; set; }

    /// <summary>max_j ‖z_i − z_j‖ / ‖z_i‖ over neighbours.</summary>
    public double Disagreement { get; set; }

    /// <summary>‖∇g_i(w_i)‖.</summary>
    public double GradientNorm { get; set; }

    /// <summary>A linear sketch of φ_i y_i − ∇g_i(w_i): the sum over the agents shows the tracking defect.</summary>
    public IReadOnlyList<double>? TrackingSketch { get; set; }

    /// <summary>‖w_i − prox_r(w_i − I y_i)‖, how far the weights are from a stationary point as the tracker shows it;
    /// null without a tracker.</summary>
    public double? Stationarity { get; set; }

    /// <summary>A linear sketch of φ_i (w_i − prox_r(w_i − I y_i)), with ∇g_i(w_i) for y_i without a tracker: the mean
    /// over the agents shows how far the network is from a stationary point. Null where no gradient at w_i is taken.
    /// </summary>
    public IReadOnlyList<float>? StationaritySketch { get; set; }

    /// <summary>Proximal weight τ of the round.</summary>
    public double? Tau { get; set; }

    /// <summary>Rounds since the agent has last met a centre or followed a leader.</summary>
    public int? Staleness { get; set; }

    /// <summary>Step size α or η of the round.</summary>
    public double? StepSize { get; set; }

    /// <summary>Inner iterations of the local solve.</summary>
    public int SolverIterations { get; set; }

    /// <summary>Seconds of this round spent computing.</summary>
    public double SecondsComputing { get; set; }

    /// <summary>Seconds of this round spent waiting for neighbours.</summary>
    public double SecondsWaiting { get; set; }

    /// <summary>Bytes sent so far, headers included.</summary>
    public long BytesSent { get; set; }

    /// <summary>Bytes received so far, headers included.</summary>
    public long BytesReceived { get; set; }

    /// <summary>Links on which a round is still to be settled.</summary>
    public int SuspendedLinks { get; set; }

    /// <summary>The agent's links; of many the first <see cref="MostLinks"/>, those that are not up before all others.
    /// </summary>
    public IReadOnlyList<LinkNews>? Links { get; set; }

    /// <summary>Times so far that a round went on without a link.</summary>
    public long Suspended { get; set; }

    /// <summary>Suspended rounds of links made good so far.</summary>
    public long Settled { get; set; }

    /// <summary>Messages so far that count at neither end of their link.</summary>
    public long Declined { get; set; }

    /// <summary>Tracking epochs begun so far, the first not counted.</summary>
    public int Epochs { get; set; }

    /// <summary>Rounds passed over so far, because the network had gone on.</summary>
    public int Skipped { get; set; }

    /// <summary>Takes over all figures of another report; sketches are never written again, links are.</summary>
    public void CopyFrom(RoundMetrics other)
    {
        (Agent, Round, Seconds, Cost, Penalty) = (other.Agent, other.Round, other.Seconds, other.Cost, other.Penalty);
        (TestCost, TestAccuracy) = (other.TestCost, other.TestAccuracy);
        (Disagreement, GradientNorm, TrackingSketch) = (other.Disagreement, other.GradientNorm, other.TrackingSketch);
        (Stationarity, StationaritySketch) = (other.Stationarity, other.StationaritySketch);
        (Tau, Staleness, StepSize) = (other.Tau, other.Staleness, other.StepSize);
        SolverIterations = other.SolverIterations;
        (SecondsComputing, SecondsWaiting) = (other.SecondsComputing, other.SecondsWaiting);
        (BytesSent, BytesReceived) = (other.BytesSent, other.BytesReceived);
        (SuspendedLinks, Suspended, Settled) = (other.SuspendedLinks, other.Suspended, other.Settled);
        (Declined, Epochs, Skipped) = (other.Declined, other.Epochs, other.Skipped);
        CopyLinks(other.Links);
    }

    private void CopyLinks(IReadOnlyList<LinkNews>? links)
    {
        if (links is null)
        {
            Links = null;
            return;
        }

        _ownLinks ??= new(links.Count);
        _ownLinks.Clear();
        for (var k = 0; k < links.Count; k++)
        {
            _ownLinks.Add(links[k]);
        }

        Links = _ownLinks;
    }
}
