using System.Collections.Immutable;
using System.Text.Json;

namespace Murmuration.Gossip.Topologies.Schedules;

/// <summary>Links that hold for an interval of rounds; the last ones hold for ever, or all repeat after so many
/// rounds.</summary>
internal sealed class IntervalLinks(
    ImmutableArray<int> starts, ImmutableArray<ImmutableArray<Link>> lists, int? repeatAfter) : ILinkSchedule
{
    public int? Period => repeatAfter ?? (starts.Length == 1 ? 1 : null);

    public int? TopologyCount => lists.Length;

    public (int Start, int Count) Window => repeatAfter is { } count ? (0, count) : (starts[^1], 1);

    public int TopologyIndexAt(int round)
    {
        var position = starts.BinarySearch(repeatAfter is { } count ? round % count : round);
        return position >= 0 ? position : ~position - 1;
    }

    public ImmutableArray<Link> LinksOf(int topologyIndex) => lists[topologyIndex];

    public ImmutableArray<Link> EverLinks() => LinkLists.Union(lists);

    public ImmutableArray<Link> LastingLinks() => repeatAfter is null ? lists[^1] : EverLinks();

    public void Write(Utf8JsonWriter writer, IReadOnlyList<AgentAddress> agents)
    {
        writer.WriteStartArray("intervals");
        for (var index = 0; index < lists.Length; index++)
        {
            writer.WriteStartObject();
            writer.WriteNumber("from", starts[index]);
            if (index + 1 < lists.Length || repeatAfter is not null)
            {
                writer.WriteNumber("to", (index + 1 < lists.Length ? starts[index + 1] : repeatAfter!.Value) - 1);
            }

            LinkLists.Write(writer, agents, lists[index]);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (repeatAfter is not null)
        {
            writer.WriteBoolean("repeat", true);
        }
    }
}
