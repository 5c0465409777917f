namespace Murmuration.Gossip.Topologies.Generators;

/// <summary>Exact averaging among any number of agents, each with at most k links in a round (the simple base-(k+1)
/// graph of Takezawa et al. 2023, algorithm 2).</summary>
/// <remarks>The agents are cut into parts V_1, V_2, … of a_l (k+1)^{p_l}, the digits of n to the base k + 1 from the
/// highest on. First every part averages by a hypercube. Then part after part meets all agents of the parts behind it,
/// R of them: each links with one agent of every block of (k+1)^{p_l} in V_l, with weights |V_l| / (|V_l| + R) / a_l.
/// As R is smaller than a block, no agent of V_l has a second link; as all of V_l were equal, every block of it has now
/// the mean of V_l and R together, and so have the R. As that is the mean of all, a hypercube inside each block ends
/// the matter for V_l, while the next part meets those behind it.</remarks>
internal sealed class SimpleBaseGraph
{
    private readonly IReadOnlyList<int> _agents;
    private readonly int _degree;
    private readonly List<List<Link>> _rounds = [];

    private SimpleBaseGraph(IReadOnlyList<int> agents, int degree) => (_agents, _degree) = (agents, degree);

    /// <summary>How many rounds there are for so many agents.</summary>
    public static int RoundCount(int agentCount, int degree)
    {
        var parts = Parts(agentCount, degree);
        var first = Hypercube.Factors(parts[0].Blocks * parts[0].BlockSize, degree + 1)!.Count;
        return parts.Count == 1 ? first : first + 1 + parts[0].Place;
    }

    /// <summary>The links of every round among the given agents.</summary>
    public static List<List<Link>> Rounds(IReadOnlyList<int> agents, int degree)
    {
        var graph = new SimpleBaseGraph(agents, degree);
        graph.Make(Parts(agents.Count, degree));
        return graph._rounds;
    }

    private void Make(List<(int Blocks, int BlockSize, int Place)> parts)
    {
        var start = 0;
        var starts = parts.ConvertAll(part => (start += part.Blocks * part.BlockSize) - (part.Blocks * part.BlockSize));
        for (var l = 0; l < parts.Count; l++)
        {
            AverageInside(starts[l], parts[l].Blocks * parts[l].BlockSize, firstRound: 0);
        }

        var meeting = _rounds.Count;
        for (var l = 0; l + 1 < parts.Count; l++)
        {
            var (blocks, size, _) = parts[l];
            Meet(starts[l], blocks, size, meeting + l);
            for (var block = 0; block < blocks; block++)
            {
                AverageInside(starts[l] + (block * size), size, meeting + l + 1);
            }
        }
    }

    private void AverageInside(int start, int count, int firstRound)
    {
        var agents = _agents.Skip(start).Take(count).ToArray();
        foreach (var (round, links) in Hypercube.Rounds(agents, _degree).Index())
        {
            Round(firstRound + round).AddRange(links);
        }
    }

    private void Meet(int start, int blocks, int blockSize, int round)
    {
        var behind = start + (blocks * blockSize);
        var weight = (double)blockSize / (_agents.Count - start);
        for (var r = 0; behind + r < _agents.Count; r++)
        {
            for (var block = 0; block < blocks; block++)
            {
                var partner = start + (block * blockSize) + r;
                Round(round).Add(new Link(_agents[behind + r], _agents[partner], weight));
            }
        }
    }

    private List<Link> Round(int index)
    {
        while (_rounds.Count <= index)
        {
            _rounds.Add([]);
        }

        return _rounds[index];
    }

    /// <summary>The digits of n that are not zero, the highest first: digit blocks of (k+1)^place agents.</summary>
    private static List<(int Blocks, int BlockSize, int Place)> Parts(int agentCount, int degree)
    {
        var parts = new List<(int, int, int)>();
        var (size, place) = (1, 0);
        for (var rest = agentCount; rest > 0; rest /= degree + 1, size *= degree + 1, place++)
        {
            if (rest % (degree + 1) > 0)
            {
                parts.Insert(0, (rest % (degree + 1), size, place));
            }
        }

        return parts;
    }
}
