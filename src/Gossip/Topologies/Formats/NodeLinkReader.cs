using System.Text.Json;
using Murmuration.Gossip.Topologies.Files;

namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>Reads <c>nodes</c> and <c>links</c> or <c>edges</c>; all other keys are left alone.</summary>
internal sealed class NodeLinkReader(FormatSource source, NetworkBuilder network)
{
    private readonly JsonFile _file = new(source.Name, source.Bytes);

    public void Read()
    {
        var root = _file.Root;
        network.Directed = _file.Boolean(root["directed"]);
        network.Name = root["graph"]?["name"] is { Kind: JsonValueKind.String } name ? name.Text : null;
        foreach (var node in _file.List(root["nodes"] ?? throw _file.Problem(root, "\"nodes\" is missing.")))
        {
            var id = Key(node["id"] ?? throw _file.Problem(node, "\"id\" is missing: what links call the node."));
            if (network.Find(id) is not null)
            {
                throw _file.Problem(node, $"the id \"{id}\" stands here for the second time; keep one.");
            }

            network.Declare(id, new PlainAgent(id, Position(node)), line: null);
        }

        var links = root["links"] ?? root["edges"]
            ?? throw _file.Problem(root, "\"links\" (or \"edges\") is missing: a list of { \"source\", \"target\" }.");
        foreach (var link in _file.List(links))
        {
            network.Link(End(link, "source"), End(link, "target"), Number(link["weight"]), line: null);
        }
    }

    /// <summary>A name, a number, or a list of these, as networkx has them for grids.</summary>
    private string Key(JsonItem item) => item.Kind switch
    {
        JsonValueKind.String or JsonValueKind.Number => item.Text,
        JsonValueKind.Array when item.Items.Count > 0 => string.Join('-', item.Items.Select(Key)),
        _ => throw _file.Problem(item, $"must be a name or a number, and is {item.KindName}."),
    };

    /// <summary>By the id of a node, or, as D3 and older programs have it, by its position in the list.</summary>
    private int End(JsonItem link, string end)
    {
        var item = link[end] ?? throw _file.Problem(link, $"\"{end}\" is missing: the id of a node.");
        var key = Key(item);
        return network.Find(key)
            ?? (item.Kind == JsonValueKind.Number && NumberText.Count(key) is { } at && at < network.AgentCount
                ? at
                : throw _file.Problem(item, $"there is no node \"{key}\"."));
    }

    private static AgentPosition? Position(JsonItem node)
    {
        var (x, y) = node["pos"] is { Kind: JsonValueKind.Array, Items: [var first, var second] }
            ? (first, second)
            : (node["Longitude"] ?? node["x"], node["Latitude"] ?? node["y"]);
        return Number(x) is { } toTheRight && Number(y) is { } upwards ? new(toTheRight, upwards) : null;
    }

    private static double? Number(JsonItem? item) =>
        item is { Kind: JsonValueKind.Number } ? NumberText.Finite(item.Text) : null;
}
