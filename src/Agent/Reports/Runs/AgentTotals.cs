using Murmuration.Agent.Metrics;

namespace Murmuration.Agent.Reports.Runs;

/// <summary>How far an agent is and what it has cost it, over all its starts; null where nobody has told.</summary>
internal sealed record AgentTotals
{
    /// <summary>Rounds done.</summary>
    public int Round { get; init; }

    /// <summary>Seconds since its first round began.</summary>
    public double Seconds { get; init; }

    /// <summary>Its share of the social cost, g_i(w_i) + r(w_i)/I.</summary>
    public double? Cost { get; init; }

    /// <summary>Mean loss on the test set when last evaluated.</summary>
    public double? TestCost { get; init; }

    /// <summary>Test accuracy when last evaluated.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Disagreement with its neighbours.</summary>
    public double? Disagreement { get; init; }

    /// <summary>How far its weights were from a stationary point when it last looked.</summary>
    public double? Stationarity { get; init; }

    /// <summary>Rounds since it has met a centre or followed a leader.</summary>
    public int? Staleness { get; init; }

    /// <summary>Bytes sent.</summary>
    public long BytesSent { get; init; }

    /// <summary>Bytes received.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Seconds of a round spent computing, on average.</summary>
    public double SecondsComputing { get; init; }

    /// <summary>Seconds of a round spent waiting for neighbours, on average.</summary>
    public double SecondsWaiting { get; init; }

    /// <summary>Links on which a round is still to be settled.</summary>
    public int SuspendedLinks { get; init; }

    /// <summary>Times that a round went on without a link.</summary>
    public long? Suspended { get; init; }

    /// <summary>Rounds passed over.</summary>
    public int? Skipped { get; init; }

    /// <summary>Tracking epochs begun, the first not counted.</summary>
    public int Epochs { get; init; }

    /// <summary>The totals of an agent whose last report this is.</summary>
    /// <param name="last">Its last report.</param>
    /// <param name="evaluated">Its last report with an evaluation.</param>
    /// <param name="sketched">Its last report with a stationarity.</param>
    /// <param name="computing">Seconds spent computing, on average.</param>
    /// <param name="waiting">Seconds spent waiting, on average.</param>
    /// <param name="agentCount">I.</param>
    public static AgentTotals Of(
        RoundMetrics last,
        RoundMetrics? evaluated,
        RoundMetrics? sketched,
        double computing,
        double waiting,
        int agentCount) => new()
    {
        Round = last.Round,
        Seconds = last.Seconds,
        Cost = last.Cost + (last.Penalty / agentCount),
        TestCost = evaluated?.TestCost,
        Accuracy = evaluated?.TestAccuracy,
        Disagreement = last.Disagreement,
        Stationarity = sketched?.Stationarity,
        Staleness = last.Staleness,
        BytesSent = last.BytesSent,
        BytesReceived = last.BytesReceived,
        SecondsComputing = computing,
        SecondsWaiting = waiting,
        SuspendedLinks = last.SuspendedLinks,
        Suspended = last.Suspended,
        Skipped = last.Skipped,
        Epochs = last.Epochs,
    };
}
