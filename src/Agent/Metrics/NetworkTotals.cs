namespace Murmuration.Agent.Metrics;

/// <summary>The whole network in a few figures, from what its members tell on the bulletin. Members are the agents that
/// have appeared and have not departed; a figure that one of them has not told yet is null.</summary>
/// <param name="Members">Number of members.</param>
/// <param name="Round">Rounds done by the slowest member that trains now.</param>
/// <param name="Seconds">Seconds since the first round of this start, at the slowest.</param>
/// <param name="SecondsLeft">Seconds to the last round at the present pace, at the slowest.</param>
/// <param name="Cost">Social cost.</param>
/// <param name="TestCost">Mean loss on the test set, over the members.</param>
/// <param name="Accuracy">Test accuracy, over the members, for classification.</param>
/// <param name="Disagreement">The largest of the members' disagreements with their neighbours, relative.</param>
/// <param name="TrackingDefect">‖Σ φ_i y_i − Σ ∇g_i‖ / Σ ‖∇g_i‖ in <paramref name="SketchRound"/>.</param>
/// <param name="Stationarity">‖w − prox_r(w − Σ ∇g_i)‖, as a mean over the members, in that round.</param>
/// <param name="SketchRound">The newest round of which all members have told their sketches.</param>
/// <param name="BytesSent">Bytes sent by all since their start.</param>
/// <param name="SuspendedLinks">Ends of links on which a round is still to be settled.</param>
internal sealed record NetworkTotals(
    int Members,
    int Round,
    double Seconds,
    double? SecondsLeft,
    double? Cost,
    Spread? TestCost,
    Spread? Accuracy,
    double? Disagreement,
    double? TrackingDefect,
    double? Stationarity,
    int? SketchRound,
    long BytesSent,
    int SuspendedLinks)
{
    /// <summary>Puts together what is known of all agents.</summary>
    /// <param name="agents">The agents.</param>
    /// <param name="rounds">Rounds that the run is to have.</param>
    public static NetworkTotals Of(IReadOnlyList<KnownAgent> agents, int rounds)
    {
        var members = agents.Where(agent => agent.IsMember).ToList();
        var training = members.Where(agent => agent is { IsPresent: true }).ToList();
        var news = members.Select(agent => agent.News).OfType<AgentNews>().ToList();
        var isComplete = news.Count == members.Count && news.Count > 0;
        var sketches = isComplete && news.Select(one => one.SketchRound).Distinct().Count() == 1 ? news : [];
        return new(
            members.Count,
            (training.Count > 0 ? training : members).Select(agent => agent.Round).DefaultIfEmpty(0).Min(),
            news.Select(one => one.Seconds).DefaultIfEmpty(0).Max(),
            training.Max(agent => SecondsLeftOf(agent, rounds)),
            isComplete && news.TrueForAll(one => one.Cost is not null) ? news.Sum(one => one.Cost) : null,
            isComplete ? Spread.Of(news.Select(one => one.TestCost)) : null,
            isComplete ? Spread.Of(news.Select(one => one.Accuracy)) : null,
            news.Max(one => one.Disagreement),
            Defect(sketches),
            Gap(sketches),
            sketches.FirstOrDefault()?.SketchRound,
            news.Select(one => one.BytesSent).Total(),
            (int)Math.Min(int.MaxValue, news.Select(one => (long)one.SuspendedLinks).Total()));
    }

    /// <summary>The same of a round that all agents have reported.</summary>
    /// <param name="round">The round.</param>
    /// <param name="evaluated">The last one that was evaluated.</param>
    /// <param name="sketched">The last one with figures from sketches.</param>
    /// <param name="rounds">Rounds that the run is to have.</param>
    public static NetworkTotals Of(
        NetworkRound round, NetworkRound? evaluated, NetworkRound? sketched, int rounds) => new(
        round.AgentCount,
        round.Round,
        round.Seconds,
        round.Round == round.Before ? null : round.Seconds / (round.Round - round.Before) * (rounds - round.Round),
        round.Cost,
        evaluated?.TestCost,
        evaluated?.Accuracy,
        round.Disagreement,
        sketched?.TrackingDefect,
        sketched?.Stationarity,
        sketched?.Round,
        round.BytesSent,
        round.SuspendedLinks);

    /// <summary>The same with the newest figures from sketches that are known, where there are none now.</summary>
    public NetworkTotals After(NetworkTotals? before) => before is null || SketchRound is not null
        ? this
        : this with
        {
            TrackingDefect = before.TrackingDefect,
            Stationarity = before.Stationarity,
            SketchRound = before.SketchRound,
        };

    private static double? SecondsLeftOf(KnownAgent agent, int rounds) =>
        agent.News is { } news && agent.Round > news.FirstRound
            ? news.Seconds / (agent.Round - news.FirstRound) * Math.Max(0, rounds - agent.Round)
            : null;

    private static double? Defect(List<AgentNews> sketches)
    {
        if (sketches.Count == 0 || !sketches.TrueForAll(one => IsSketch(one.TrackingSketch)))
        {
            return null;
        }

        var scale = sketches.Sum(one => one.GradientNorm ?? 0);
        return scale > 0 ? TrackingSketch.Norm(sketches.Select(one => one.TrackingSketch!)) / scale : 0;
    }

    private static double? Gap(List<AgentNews> sketches) =>
        sketches.Count > 0 && sketches.TrueForAll(one => IsSketch(one.StationaritySketch))
            ? StationarityGap.NormOfMean([.. sketches.Select(one => one.StationaritySketch!)])
            : null;

    /// <summary>What comes from other agents may be anything.</summary>
    private static bool IsSketch<T>(IReadOnlyList<T>? numbers) => numbers?.Count == CountSketch.BucketCount;
}
