using System.Collections.Immutable;

namespace Murmuration.Gossip.Topologies;

/// <summary>What the links that come again and again look like together: distances, and what holds the network
/// together.</summary>
internal sealed class NetworkShape
{
    /// <summary>Steps that take about a second; beyond them nothing is looked for.</summary>
    private const long MostSteps = 200_000_000;

    private readonly int[][] _along;
    private readonly int[][] _against;
    private readonly bool _directed;

    /// <summary>Looks at a schedule.</summary>
    public NetworkShape(TopologySchedule schedule)
    {
        var (count, links) = (schedule.Agents.Count, schedule.LastingLinks);
        _directed = schedule.Directed;
        _along = Next(count, _directed ? links : links.SelectMany(link => new[] { link, Back(link) }));
        _against = _directed ? Next(count, links.Select(Back)) : _along;
        long sweep = count + ((_directed ? 1 : 2) * (long)links.Length);
        if (count * sweep <= MostSteps)
        {
            (Diameter, MeanDistance) = Distances();
            CutAgents = [.. Enumerable.Range(0, count).Where(agent => count > 2 && !HoldsWithout(agent, null))];
        }

        if (links.Length * sweep <= MostSteps)
        {
            CutLinks = [.. links.Where(link => !HoldsWithout(null, link))];
        }
    }

    /// <summary>The most links from one agent to another, along them when directed; null when not computed.</summary>
    public int? Diameter { get; }

    /// <summary>Links between two agents, on average; null when not computed, and of one agent.</summary>
    public double? MeanDistance { get; }

    /// <summary>Agents without which others no longer reach each other; null when not computed.</summary>
    public ImmutableArray<int>? CutAgents { get; }

    /// <summary>Links without which agents no longer reach each other; null when not computed.</summary>
    public ImmutableArray<Link>? CutLinks { get; }

    /// <summary>Whether the agents fall into two sides with links from side to side only.</summary>
    public bool HasTwoSides
    {
        get
        {
            var distances = DistancesFrom(0, _along);
            return _along.Index().All(agent => agent.Item.All(
                other => distances[agent.Index] % 2 != distances[other] % 2));
        }
    }

    private static Link Back(Link link) => new(link.To, link.From);

    private static int[][] Next(int count, IEnumerable<Link> links)
    {
        var lists = links.ToLookup(link => link.From, link => link.To);
        return [.. Enumerable.Range(0, count).Select(agent => lists[agent].ToArray())];
    }

    private (int Diameter, double? Mean) Distances()
    {
        var (largest, sum) = (0, 0L);
        for (var agent = 0; agent < _along.Length; agent++)
        {
            foreach (var distance in DistancesFrom(agent, _along))
            {
                largest = Math.Max(largest, distance);
                sum += distance;
            }
        }

        var pairs = _along.Length * (_along.Length - 1L);
        return (largest, pairs > 0 ? (double)sum / pairs : null);
    }

    /// <summary>Links from an agent to every other; −1 to those out of reach.</summary>
    private static int[] DistancesFrom(int start, int[][] next, int? withoutAgent = null, Link? withoutLink = null)
    {
        var distances = new int[next.Length];
        Array.Fill(distances, -1);
        distances[start] = 0;
        var waiting = new Queue<int>([start]);
        while (waiting.TryDequeue(out var agent))
        {
            foreach (var other in next[agent])
            {
                var isOpen = other != withoutAgent
                    && (withoutLink is not { } link || (link.From, link.To) != (agent, other));
                if (isOpen && distances[other] < 0)
                {
                    distances[other] = distances[agent] + 1;
                    waiting.Enqueue(other);
                }
            }
        }

        return distances;
    }

    /// <summary>Whether all others, or all, still reach each other.</summary>
    private bool HoldsWithout(int? agent, Link? link)
    {
        // Whoever a link leaves must reach its other end some other way; that decides for all.
        if (link is { } cut)
        {
            return DistancesFrom(cut.From, _along, withoutLink: cut)[cut.To] >= 0;
        }

        var start = agent == 0 ? 1 : 0;
        return ReachesAll(_along) && (!_directed || ReachesAll(_against));

        bool ReachesAll(int[][] next) =>
            DistancesFrom(start, next, agent).Count(distance => distance < 0) == 1;
    }
}
