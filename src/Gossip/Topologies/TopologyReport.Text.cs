namespace Murmuration.Gossip.Topologies;

/// <content>The report for a terminal.</content>
public sealed partial class TopologyReport
{
    /// <summary>The report as lines of text for a terminal.</summary>
    public override string ToString() => string.Join('\n', Lines());

    private string Direction => _schedule.Directed ? "directed" : "undirected";

    private IEnumerable<string> Lines()
    {
        var agents = $"{_schedule.Name}: {_schedule.Agents.Count} agents";
        yield return $"{agents}, {Direction} links, {_schedule.Weights} weights";
        if (_schedule.Grid is { } grid)
        {
            yield return $"grid                {grid.Groups} data groups of {grid.Modules} modules";
        }

        yield return $"schedule            {Kind()}";
        yield return $"links per round     {Range(FewestLinks, MostLinks)}, {MeanDegree:0.##} at an agent on average, "
            + $"{LargestDegree} at most";
        yield return $"neighbours ever     {Range(FewestNeighbours, MostNeighbours)}";
        yield return $"distances           {DistanceText()}";
        yield return $"jointly connected   {JointConnectionText()}";
        yield return $"held together by    {CutText()}";
        yield return $"spectral gap        {SpectralGapText()}";
        if (SmallestEigenvalue is { } smallest)
        {
            yield return $"smallest eigenvalue {smallest:0.######}";
        }

        yield return $"rounds to agree     {AgreementText()}";
        yield return $"fingerprint         {_schedule.Fingerprint}";
        foreach (var notice in _schedule.Notices)
        {
            yield return $"note: {notice}.";
        }

        foreach (var advice in Advice)
        {
            yield return $"advice: {advice}";
        }
    }

    private string DistanceText() => Diameter is { } diameter
        ? $"at most {Count(diameter, "link")} from agent to agent, {MeanDistance ?? 0:0.##} on average"
            + (_schedule.Period == 1 ? "" : ", over the links of all rounds")
        : "not computed: too large";

    private string CutText() => (CutAgents, CutLinkCount) switch
    {
        (null, _) => "not computed: too large",
        ({ Count: 0 }, null or 0) => "no single agent and no single link",
        ({ } agents, var links) =>
            $"{Count(agents.Count, "agent")} and {Count(links ?? 0, "link")}, each of them alone",
    };

    private string JointConnectionText() => JointlyConnectedOver is { } b
        ? $"over any {Count(b, "round")} in a row (B = {b})"
        : "in the long run";

    private string SpectralGapText() => SpectralGap switch
    {
        { } gap => $"{gap:0.######} over {Count(WindowRounds, "round")}"
            + (LeftAtWorst is { } left ? $"; at worst {100 * left:0.##} % of the differences are left" : ""),
        _ => _schedule.Grid is null ? "not computed: too large" : "none: agents with unlike modules do not mix",
    };

    private string AgreementText() => RoundsToAgree is { } rounds
        ? $"about {RoundsToTenth} to a tenth, {rounds} to a thousandth, by mixing alone"
        : "not known";

    private string Kind() => _schedule switch
    {
        { DrawsEveryRound: true } => "links drawn anew every round from a seed",
        { Period: 1 } => "static",
        { Period: { } period } => $"repeats after {period} rounds",
        _ => $"intervals; the last one, from round {_schedule.Window.Start}, goes on",
    };

    private static string Range(int fewest, int most) => fewest == most ? $"{most}" : $"{fewest} to {most}";

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
