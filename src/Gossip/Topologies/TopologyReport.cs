using Murmuration.Gossip.Mixing;

namespace Murmuration.Gossip.Topologies;

/// <summary>What a schedule is like: its size, how well it connects the agents, how fast they agree, and
/// advice.</summary>
public sealed class TopologyReport
{
    /// <summary>The precision that <see cref="RoundsToAgree"/> counts rounds to.</summary>
    public const double Agreement = 1e-3;

    private const double SmallGap = 0.02;
    private const int ManyLinks = 64;

    private readonly TopologySchedule _schedule;

    /// <summary>Looks at a schedule. Takes seconds for hundreds of agents, because of the eigenvalues.</summary>
    public TopologyReport(TopologySchedule schedule)
    {
        _schedule = schedule;
        var (start, count) = schedule.Window;
        var topologies = (schedule.TopologyCount is null
            ? Enumerable.Range(start, count).Select(schedule.TopologyAt)
            : Enumerable.Range(0, schedule.TopologyCount.Value).Select(schedule.TopologyOf)).ToArray();
        (FewestLinks, MostLinks) = (topologies.Min(one => one.Links.Length), topologies.Max(one => one.Links.Length));
        LargestDegree = topologies.Max(one => one.Degrees.Maximum);
        FewestNeighbours = Enumerable.Range(0, schedule.Agents.Count).Min(i => schedule.EverNeighbours(i).Count);
        MostNeighbours = Enumerable.Range(0, schedule.Agents.Count).Max(i => schedule.EverNeighbours(i).Count);
        JointlyConnectedOver = JointConnection.SmallestWindow(schedule);
        var isSmall = schedule.Agents.Count <= Spectrum.LargestAgentCount && count <= Spectrum.LargestWindow;
        if (schedule.Grid is null && isSmall)
        {
            SpectralGap = 1 - Spectrum.SecondLargestModulus(Spectrum.Product(schedule, start, count));
        }

        Advice = [.. FindAdvice()];
    }

    /// <summary>The fewest links of any round.</summary>
    public int FewestLinks { get; }

    /// <summary>The most links of any round.</summary>
    public int MostLinks { get; }

    /// <summary>The most neighbours any agent has in one round.</summary>
    public int LargestDegree { get; }

    /// <summary>The fewest neighbours any agent ever has.</summary>
    public int FewestNeighbours { get; }

    /// <summary>The most neighbours any agent ever has, hence connections it holds.</summary>
    public int MostNeighbours { get; }

    /// <summary>The smallest B such that any B successive topologies together connect all agents; null when
    /// unknown.</summary>
    public int? JointlyConnectedOver { get; }

    /// <summary>1 − the second largest |eigenvalue| of the product of mixing matrices over <see cref="WindowRounds"/>
    /// rounds; null when the network is too large to compute it, and for a grid, whose agents do not all
    /// mix.</summary>
    public double? SpectralGap { get; }

    /// <summary>The rounds of the product behind <see cref="SpectralGap"/>: one period, or a sample of drawn
    /// rounds.</summary>
    public int WindowRounds => _schedule.Window.Count;

    /// <summary>About how many rounds of mixing alone shrink the agents' differences to a thousandth, a whole window
    /// where that levels them; null when unknown.</summary>
    public int? RoundsToAgree => SpectralGap switch
    {
        null or <= 1e-12 => null,
        >= 1 - 1e-12 => WindowRounds,
        { } gap => (int)Math.Min(int.MaxValue, Math.Ceiling(Math.Log(Agreement) / Math.Log(Shrinking(gap)))),
    };

    /// <summary>What a round leaves of the differences, on average over the window; float64 cannot tell less.</summary>
    private double Shrinking(double gap) => Math.Pow(Math.Max(1 - gap, 1e-15), 1.0 / WindowRounds);

    /// <summary>What its author may want to know or change; empty when there is nothing to say.</summary>
    public IReadOnlyList<string> Advice { get; }

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
        yield return $"links per round     {Range(FewestLinks, MostLinks)}, at most {LargestDegree} at one agent";
        yield return $"neighbours ever     {Range(FewestNeighbours, MostNeighbours)}";
        yield return $"jointly connected   {JointConnectionText()}";
        yield return $"spectral gap        {SpectralGapText()}";
        yield return $"rounds to agree     {AgreementText()}";
        yield return $"fingerprint         {_schedule.Fingerprint}";
        foreach (var advice in Advice)
        {
            yield return $"advice: {advice}";
        }
    }

    private string JointConnectionText() =>
        JointlyConnectedOver is { } b ? $"over any {Rounds(b)} in a row (B = {b})" : "in the long run";

    private string SpectralGapText() =>
        SpectralGap is { } gap ? $"{gap:0.######} over {Rounds(WindowRounds)}"
        : _schedule.Grid is null ? "not computed: too large" : "none: agents with unlike modules do not mix";

    private string AgreementText() =>
        RoundsToAgree is { } rounds ? $"about {rounds}, to a thousandth, by mixing alone" : "not known";

    private string Kind() => _schedule switch
    {
        { DrawsEveryRound: true } => "links drawn anew every round from a seed",
        { Period: 1 } => "static",
        { Period: { } period } => $"repeats after {period} rounds",
        _ => $"intervals; the last one, from round {_schedule.Window.Start}, goes on",
    };

    private IEnumerable<string> FindAdvice()
    {
        if (_schedule.Directed)
        {
            yield return "links go one way: choose an algorithm with push-sum, such as SONATA.";
        }

        if (SpectralGap is { } gap && 1 - Shrinking(gap) < SmallGap && RoundsToAgree is { } rounds)
        {
            yield return $"agreement is slow ({rounds} rounds to a thousandth); add links between agents far apart.";
        }

        if (FewestNeighbours == 1 && _schedule.Agents.Count > 2)
        {
            yield return "an agent has a single neighbour, and is cut off when that one fails; two or more are safer.";
        }

        if (MostNeighbours > ManyLinks)
        {
            yield return $"an agent holds {MostNeighbours} connections, and as many messages; spread them.";
        }

        if (_schedule.Agents.All(agent => agent.Host is "127.0.0.1" or "::1" or "localhost"))
        {
            yield return "all addresses are on this machine; set the agents' own before you launch them on several.";
        }
    }

    private static string Range(int fewest, int most) => fewest == most ? $"{most}" : $"{fewest} to {most}";

    private static string Rounds(int count) => count == 1 ? "1 round" : $"{count} rounds";
}
