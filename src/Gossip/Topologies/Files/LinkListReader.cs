using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Murmuration.Gossip.Topologies.Schedules;

namespace Murmuration.Gossip.Topologies.Files;

/// <summary>Reads lists of links: <c>["a0", "a1"]</c>, <c>["a0", "a1", 0.25]</c> or <c>"a0-a1"</c>.</summary>
internal sealed class LinkListReader
{
    private readonly JsonFile _file;
    private readonly bool _directed;
    private readonly string[] _ids;
    private readonly FrozenDictionary<string, int> _indices;
    private int _count;

    public LinkListReader(JsonFile file, IReadOnlyList<AgentAddress> agents, bool directed)
    {
        (_file, _directed) = (file, directed);
        _ids = [.. agents.Select(agent => agent.Id)];
        _indices = _ids.Index().ToFrozenDictionary(id => id.Item, id => id.Index);
    }

    /// <summary>A link that carries a weight, and one that carries none: what a file has of each.</summary>
    public JsonItem? FirstWeighted { get; private set; }

    /// <inheritdoc cref="FirstWeighted"/>
    public JsonItem? FirstUnweighted { get; private set; }

    public ImmutableArray<Link> Read(JsonItem list)
    {
        var first = new Dictionary<(int From, int To), JsonItem>();
        var links = new List<Link>();
        foreach (var item in _file.List(list))
        {
            var link = ReadLink(item).Normalized(_directed);
            if (!first.TryAdd((link.From, link.To), item))
            {
                throw _file.Problem(item,
                    $"the link {Name(link)} stands here already as {first[(link.From, link.To)].Path}; keep one.");
            }

            if (++_count > TopologySchedule.LargestLinkCount)
            {
                throw _file.Problem(item, $"a file has at most {TopologySchedule.LargestLinkCount:N0} links.");
            }

            links.Add(link);
        }

        return LinkLists.Canonical(links, _directed);
    }

    private Link ReadLink(JsonItem item)
    {
        var (from, to) = item.Kind == JsonValueKind.String ? Split(item) : Pair(item);
        if (from == to)
        {
            throw _file.Problem(item,
                $"links \"{_ids[from]}\" to itself; remove it: an agent's own weight needs no link.");
        }

        return new Link(from, to, Weight(item));
    }

    private (int From, int To) Pair(JsonItem item)
    {
        if (item.Kind != JsonValueKind.Array || item.Items.Count is not (2 or 3))
        {
            throw _file.Problem(item, "a link is [\"a0\", \"a1\"], [\"a0\", \"a1\", weight] or \"a0-a1\".");
        }

        return (Agent(item.Items[0]), Agent(item.Items[1]));
    }

    private double? Weight(JsonItem item)
    {
        if (item.Kind == JsonValueKind.String || item.Items.Count == 2)
        {
            FirstUnweighted ??= item;
            return null;
        }

        FirstWeighted ??= item;
        var weight = _file.Number(item.Items[2]);
        return weight is > 0 and < 1 ? weight
            : throw _file.Problem(item.Items[2],
                $"the weight of a link lies between 0 and 1, both excluded, and is {weight}.");
    }

    private int Agent(JsonItem item)
    {
        var id = _file.String(item);
        return _indices.TryGetValue(id, out var index) ? index
            : throw _file.Problem(item, $"unknown agent {item.KindName}; {NearestName.Hint(id, _ids)}");
    }

    /// <summary>Ids may contain dashes, so every dash is tried.</summary>
    private (int From, int To) Split(JsonItem item)
    {
        var text = item.Text;
        var splits = Enumerable.Range(0, text.Length).Where(at => text[at] == '-').ToArray();
        var found = splits.Where(at => _indices.ContainsKey(text[..at]))
            .Where(at => _indices.ContainsKey(text[(at + 1)..])).ToArray();
        if (found.Length == 1)
        {
            return (_indices[text[..found[0]]], _indices[text[(found[0] + 1)..]]);
        }

        if (found.Length > 1)
        {
            throw _file.Problem(item, $"\"{text}\" can be read as more than one pair of agents; write [\"…\", \"…\"].");
        }

        if (splits.Length != 1)
        {
            throw _file.Problem(item, $"{item.KindName} is no pair of agents; write \"a0-a1\" or [\"a0\", \"a1\"].");
        }

        var wrong = _indices.ContainsKey(text[..splits[0]]) ? text[(splits[0] + 1)..] : text[..splits[0]];
        throw _file.Problem(item, $"unknown agent \"{wrong}\"; {NearestName.Hint(wrong, _ids)}");
    }

    private string Name(Link link) => $"\"{_ids[link.From]}\" {(_directed ? "→" : "–")} \"{_ids[link.To]}\"";
}
