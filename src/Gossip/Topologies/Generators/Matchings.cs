using System.Collections.Immutable;

namespace Murmuration.Gossip.Topologies.Generators;

/// <summary>Splits links into rounds in which every agent has at most one link: greedily, each link goes to the first
/// round in which both its ends are free, so that at most 2 d − 1 rounds are needed for the largest degree d.</summary>
internal static class Matchings
{
    public static ImmutableArray<ImmutableArray<Link>> Split(ImmutableArray<Link> links)
    {
        var rounds = new List<(List<Link> Links, HashSet<int> Busy)>();
        foreach (var link in links)
        {
            var round = rounds.Find(one => !one.Busy.Contains(link.From) && !one.Busy.Contains(link.To));
            if (round.Links is null)
            {
                rounds.Add(round = ([], []));
            }

            round.Links.Add(link);
            round.Busy.UnionWith([link.From, link.To]);
        }

        return rounds.Count == 0 ? [[]] : [.. rounds.Select(round => round.Links.ToImmutableArray())];
    }
}
