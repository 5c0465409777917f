using Murmuration.Gossip.Mixing;

namespace Murmuration.Gossip.Topologies;

/// <summary>What a schedule is like: its size, how well it connects the agents, how fast they agree, what it loses
/// when agents fail, and advice.</summary>
public sealed partial class TopologyReport
{
    /// <summary>The precision that <see cref="RoundsToAgree"/> counts rounds to.</summary>
    public const double Agreement = 1e-3;

    private readonly TopologySchedule _schedule;
    private readonly NetworkShape _shape;

    /// <summary>Looks at a schedule. Takes seconds for hundreds of agents, because of the eigenvalues.</summary>
    public TopologyReport(TopologySchedule schedule)
    {
        _schedule = schedule;
        _shape = new NetworkShape(schedule);
        var (start, count) = schedule.Window;
        var topologies = (schedule.TopologyCount is null
            ? Enumerable.Range(start, count).Select(schedule.TopologyAt)
            : Enumerable.Range(0, schedule.TopologyCount.Value).Select(schedule.TopologyOf)).ToArray();
        (FewestLinks, MostLinks) = (topologies.Min(one => one.Links.Length), topologies.Max(one => one.Links.Length));
        LargestDegree = topologies.Max(one => one.Degrees.Maximum);
        var ends = Enumerable.Range(start, count).Average(round => (double)schedule.TopologyAt(round).Links.Length);
        MeanDegree = ends * (schedule.Directed ? 1 : 2) / schedule.Agents.Count;
        FewestNeighbours = Enumerable.Range(0, schedule.Agents.Count).Min(i => schedule.EverNeighbours(i).Count);
        MostNeighbours = Enumerable.Range(0, schedule.Agents.Count).Max(i => schedule.EverNeighbours(i).Count);
        JointlyConnectedOver = JointConnection.SmallestWindow(schedule);
        if (schedule.Grid is null)
        {
            LookAtSpectrum();
        }

        Advice = [.. new TopologyAdvice(schedule, this).Find()];
    }

    /// <summary>The fewest links of any round.</summary>
    public int FewestLinks { get; }

    /// <summary>The most links of any round.</summary>
    public int MostLinks { get; }

    /// <summary>The most neighbours any agent has in one round.</summary>
    public int LargestDegree { get; }

    /// <summary>To how many neighbours an agent sends in a round, on average over agents and
    /// <see cref="WindowRounds"/>.</summary>
    public double MeanDegree { get; }

    /// <summary>The fewest neighbours any agent ever has.</summary>
    public int FewestNeighbours { get; }

    /// <summary>The most neighbours any agent ever has, hence connections it holds.</summary>
    public int MostNeighbours { get; }

    /// <summary>The smallest B such that any B successive topologies together connect all agents; null when
    /// unknown.</summary>
    public int? JointlyConnectedOver { get; }

    /// <summary>The most links between two agents, over all links that come again and again; null when the network is
    /// too large to compute it.</summary>
    public int? Diameter => _shape.Diameter;

    /// <summary>Links between two agents, on average; null when not computed, and of one agent.</summary>
    public double? MeanDistance => _shape.MeanDistance;

    /// <summary>Agents without which others no longer reach each other; null when the network is too large to find
    /// them.</summary>
    public IReadOnlyList<string>? CutAgents =>
        _shape.CutAgents is { } agents ? [.. agents.Select(agent => _schedule.Agents[agent].Id)] : null;

    /// <summary>How many links there are without any one of which agents no longer reach each other; null when the
    /// network is too large to find them.</summary>
    public int? CutLinkCount => _shape.CutLinks?.Length;

    /// <summary>1 − the second largest |eigenvalue| of the product of mixing matrices over <see cref="WindowRounds"/>
    /// rounds; null when the network is too large to compute it, and for a grid, whose agents do not all
    /// mix.</summary>
    public double? SpectralGap { get; private set; }

    /// <summary>What <see cref="WindowRounds"/> rounds of mixing leave of the differences at worst: the second largest
    /// singular value of their product; null where there is no <see cref="SpectralGap"/>, and for directed
    /// links.</summary>
    public double? LeftAtWorst { get; private set; }

    /// <summary>The smallest eigenvalue of the mixing matrix; null where there is no <see cref="SpectralGap"/>, and
    /// when links are directed or change.</summary>
    public double? SmallestEigenvalue { get; private set; }

    /// <summary>The rounds of the product behind <see cref="SpectralGap"/>: one period, or a sample of drawn
    /// rounds.</summary>
    public int WindowRounds => _schedule.Window.Count;

    /// <summary>About how many rounds of mixing alone shrink the agents' differences to a tenth, a whole window where
    /// that levels them; null when unknown.</summary>
    public int? RoundsToTenth => RoundsTo(0.1);

    /// <summary>About how many rounds of mixing alone shrink the agents' differences to a thousandth, a whole window
    /// where that levels them; null when unknown.</summary>
    public int? RoundsToAgree => RoundsTo(Agreement);

    /// <summary>What its author may want to know or change; empty when there is nothing to say.</summary>
    public IReadOnlyList<string> Advice { get; }

    /// <summary>What a round leaves of the differences, on average over the window; float64 cannot tell less.</summary>
    internal double? ShrinkingPerRound =>
        SpectralGap is { } gap ? Math.Pow(Math.Max(1 - gap, 1e-15), 1.0 / WindowRounds) : null;

    /// <summary>Whether the agents fall into two sides with links from side to side only.</summary>
    internal bool HasTwoSides => _shape.HasTwoSides;

    private void LookAtSpectrum()
    {
        var (start, count) = _schedule.Window;
        var isStatic = _schedule.Period == 1 && !_schedule.Directed;
        if (_schedule.Agents.Count <= Spectrum.LargestAgentCount && count <= Spectrum.LargestWindow)
        {
            var product = Spectrum.Product(_schedule, start, count);
            SpectralGap = 1 - Spectrum.SecondLargestModulus(product);
            SmallestEigenvalue = isStatic ? Spectrum.SmallestEigenvalue(product) : null;
            LeftAtWorst = isStatic ? 1 - SpectralGap
                : _schedule.Directed ? null
                : Math.Sqrt(Spectrum.SecondLargestModulus(product.Transposed().Times(product)));
        }
        else if (isStatic && ExtremeEigenvalues.Of(_schedule.TopologyAt(0), _schedule.Agents.Count) is { } ends)
        {
            LeftAtWorst = Math.Max(ends.Second, -ends.Smallest);
            (SpectralGap, SmallestEigenvalue) = (1 - LeftAtWorst, ends.Smallest);
        }
    }

    private int? RoundsTo(double share) => SpectralGap switch
    {
        null or <= 1e-12 => null,
        >= 1 - 1e-12 => WindowRounds,
        _ => (int)Math.Min(int.MaxValue, Math.Ceiling(Math.Log(share) / Math.Log(ShrinkingPerRound!.Value))),
    };
}
