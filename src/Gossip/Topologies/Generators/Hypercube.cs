namespace Murmuration.Gossip.Topologies.Generators;

/// <summary>Exact averaging among n agents when n is a product of factors of at most k + 1: an agent's index is written
/// with one digit per factor, and in round r those that differ in digit r alone take their mean, weights 1/f_r (the
/// k-peer hyper-hypercube graph of Y. Takezawa, R. Sato, H. Bao, K. Niwa, M. Yamada, "Beyond exponential graph:
/// communication-efficient topologies for decentralized learning via finite-time convergence", NeurIPS 2023, algorithm
/// 1).</summary>
internal static class Hypercube
{
    /// <summary>The fewest factors of at most <paramref name="largest"/> whose product is a number, in descending
    /// order; null when there are none.</summary>
    public static IReadOnlyList<int>? Factors(int number, int largest)
    {
        if (number <= largest)
        {
            return number == 1 ? [] : [number];
        }

        IReadOnlyList<int>? fewest = null;
        for (var factor = largest; factor > 1; factor--)
        {
            // Those after a factor are at most as large: each set of factors comes once, in descending order.
            if (number % factor == 0
                && Factors(number / factor, factor) is { } others
                && (fewest is null || others.Count + 1 < fewest.Count))
            {
                fewest = [factor, .. others];
            }
        }

        return fewest;
    }

    /// <summary>The links of every round among the given agents, whose number has such factors.</summary>
    public static List<List<Link>> Rounds(IReadOnlyList<int> agents, int degree)
    {
        var rounds = new List<List<Link>>();
        var stride = 1;
        foreach (var factor in Factors(agents.Count, degree + 1)!)
        {
            rounds.Add(Round(agents, stride, factor));
            stride *= factor;
        }

        return rounds;
    }

    private static List<Link> Round(IReadOnlyList<int> agents, int stride, int factor)
    {
        var links = new List<Link>();
        for (var i = 0; i < agents.Count; i++)
        {
            for (var digit = i / stride % factor + 1; digit < factor; digit++)
            {
                links.Add(new Link(agents[i], agents[i + (digit - i / stride % factor) * stride], 1.0 / factor));
            }
        }

        return links;
    }
}
