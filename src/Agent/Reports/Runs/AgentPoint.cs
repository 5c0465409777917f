using Murmuration.Agent.Metrics;

namespace Murmuration.Agent.Reports.Runs;

/// <summary>One agent after one round, as charts draw it; what is not known is not a number.</summary>
/// <param name="Round">Rounds done.</param>
/// <param name="Seconds">Seconds since its first round began.</param>
/// <param name="BytesSent">Bytes it has sent so far.</param>
/// <param name="Cost">Its share of the social cost, g_i(w_i) + r(w_i)/I.</param>
/// <param name="Disagreement">Its disagreement with its neighbours.</param>
/// <param name="Stationarity">How far its weights are from a stationary point, as it sees it.</param>
/// <param name="SecondsComputing">Seconds of the round spent computing.</param>
/// <param name="SecondsWaiting">Seconds of the round spent waiting.</param>
/// <param name="Staleness">Rounds since it has met a centre or followed a leader.</param>
/// <param name="TestCost">Mean loss on the test set, where evaluated.</param>
/// <param name="Accuracy">Test accuracy, where evaluated.</param>
internal readonly record struct AgentPoint(
    int Round,
    double Seconds,
    double BytesSent,
    double Cost,
    double Disagreement,
    double Stationarity,
    double SecondsComputing,
    double SecondsWaiting,
    double Staleness,
    double TestCost,
    double Accuracy)
{
    /// <summary>The point of an agent's report.</summary>
    public static AgentPoint Of(RoundMetrics metrics, int agentCount) => new(
        metrics.Round,
        metrics.Seconds,
        metrics.BytesSent,
        metrics.Cost + (metrics.Penalty / agentCount),
        metrics.Disagreement,
        metrics.Stationarity ?? double.NaN,
        metrics.SecondsComputing,
        metrics.SecondsWaiting,
        metrics.Staleness ?? double.NaN,
        metrics.TestCost ?? double.NaN,
        metrics.TestAccuracy ?? double.NaN);
}
