using System.Collections.Immutable;
using System.Text.Json;

namespace Murmuration.Gossip.Topologies.Schedules;

/// <summary>One list of links per round of a period, cyclic; a static schedule has the period 1.</summary>
internal sealed class PeriodicLinks(ImmutableArray<ImmutableArray<Link>> rounds) : ILinkSchedule
{
    public int? Period => rounds.Length;

    public int? TopologyCount => rounds.Length;

    public (int Start, int Count) Window => (0, rounds.Length);

    public int TopologyIndexAt(int round) => round % rounds.Length;

    public ImmutableArray<Link> LinksOf(int topologyIndex) => rounds[topologyIndex];

    public ImmutableArray<Link> EverLinks() => LinkLists.Union(rounds);

    public ImmutableArray<Link> LastingLinks() => EverLinks();

    public void Write(Utf8JsonWriter writer, IReadOnlyList<AgentAddress> agents)
    {
        if (rounds.Length == 1)
        {
            LinkLists.Write(writer, agents, rounds[0]);
            return;
        }

        writer.WriteNumber("period", rounds.Length);
        writer.WriteStartArray("rounds");
        foreach (var links in rounds)
        {
            writer.WriteStartObject();
            LinkLists.Write(writer, agents, links);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
