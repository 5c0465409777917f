using System.Collections.Immutable;
using System.Text.Json;

namespace Murmuration.Gossip.Topologies.Schedules;

/// <summary>What the schedules share about lists of links.</summary>
internal static class LinkLists
{
    /// <summary>Ascending, normalized, each pair once.</summary>
    public static ImmutableArray<Link> Canonical(IEnumerable<Link> links, bool directed) =>
        [.. links.Select(link => link.Normalized(directed)).Order().DistinctBy(link => (link.From, link.To))];

    /// <summary>Canonical links of undirected pairs: in a directed schedule each pair both ways.</summary>
    public static ImmutableArray<Link> BothWays(IEnumerable<Link> pairs, bool directed) =>
        Canonical(directed ? pairs.SelectMany(p => (Link[])[p, new Link(p.To, p.From)]) : pairs, directed);

    /// <summary>All pairs of several lists, without weights, ascending.</summary>
    public static ImmutableArray<Link> Union(IEnumerable<ImmutableArray<Link>> lists) =>
        [.. lists.SelectMany(links => links).Select(link => (link.From, link.To)).Distinct()
            .Select(pair => new Link(pair.From, pair.To)).Order()];

    /// <summary>Writes <c>"links": [["a0", "a1"], …]</c>, with the weight where a link has its own.</summary>
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<AgentAddress> agents, ImmutableArray<Link> links)
    {
        writer.WriteStartArray("links");
        foreach (var link in links)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(agents[link.From].Id);
            writer.WriteStringValue(agents[link.To].Id);
            if (link.Weight is { } weight)
            {
                writer.WriteNumberValue(weight);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }
}
