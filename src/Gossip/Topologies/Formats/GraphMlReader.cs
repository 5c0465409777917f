using System.Xml;

namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>Reads GraphML from its first to its last element; takes no document type and no entities, and never looks
/// anything up elsewhere.</summary>
internal sealed class GraphMlReader(FormatSource source, NetworkBuilder network)
{
    private const int DeepestElement = 64;

    private static readonly XmlReaderSettings Limits = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = TopologySchedule.LargestFileBytes,
        MaxCharactersFromEntities = 1024,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
    };

    private readonly Dictionary<string, string> _dataNames = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _attributes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _data = new(StringComparer.Ordinal);
    private readonly List<Edge> _edges = [];
    private string? _dataName;
    private int _line;
    private bool _hasGraph;

    public void Read()
    {
        using var bytes = new MemoryStream(source.Bytes);
        using var xml = XmlReader.Create(bytes, Limits);
        try
        {
            ReadAll(xml);
        }
        catch (XmlException error)
        {
            throw Refusal(error);
        }

        if (!_hasGraph)
        {
            throw network.Problem(null, "no GraphML: there is no <graph>.");
        }

        foreach (var edge in _edges)
        {
            network.Link(End(edge.From, edge.Line), End(edge.To, edge.Line), edge.Weight, edge.Line, edge.OneWay);
        }
    }

    private TopologyException Refusal(XmlException error)
    {
        var problem = error.Message.Contains("DTD", StringComparison.Ordinal)
            ? "has a document type (<!DOCTYPE …>), which is not read, as it may pull in anything; remove it."
            : $"no XML that can be read: {error.Message.Split(" Line ")[0]}";
        return new TopologyException(source.Name, Math.Max(1, error.LineNumber), null, problem, error);
    }

    private void ReadAll(XmlReader xml)
    {
        while (xml.Read())
        {
            _line = ((IXmlLineInfo)xml).LineNumber;
            if (xml.NodeType == XmlNodeType.Element)
            {
                Open(xml);
            }
            else if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && _dataName is not null)
            {
                _data[_dataName] = _data.GetValueOrDefault(_dataName) + xml.Value;
            }

            if (xml is { NodeType: XmlNodeType.EndElement } or { NodeType: XmlNodeType.Element, IsEmptyElement: true })
            {
                Close(xml.LocalName, xml.Depth);
            }
        }
    }

    private void Open(XmlReader xml)
    {
        if (xml.Depth > DeepestElement)
        {
            throw network.Problem(_line, "elements inside elements inside elements: too deep for a network.");
        }

        switch (xml.LocalName)
        {
            case "key" when xml.GetAttribute("id") is { } id:
                _dataNames[id] = xml.GetAttribute("attr.name") ?? id;
                break;
            case "graph":
                OpenGraph(xml);
                break;
            case "node" or "edge":
                OpenItem(xml);
                break;
            case "data" when xml.GetAttribute("key") is { } key:
                _dataName = _dataNames.GetValueOrDefault(key, key);
                break;
            case "NodeLabel":
                // Inside the data of drawing programs.
                _dataName = "label";
                break;
            case "hyperedge":
                throw network.Problem(_line, "a <hyperedge> joins more than two nodes; write its links one by one.");
            default:
                break;
        }
    }

    private void OpenGraph(XmlReader xml)
    {
        if (_hasGraph)
        {
            throw network.Problem(_line, "a second <graph>, perhaps inside a node; a file holds one network.");
        }

        _hasGraph = true;
        network.Directed = xml.GetAttribute("edgedefault") == "directed";
    }

    private void OpenItem(XmlReader xml)
    {
        _data.Clear();
        _attributes.Clear();
        foreach (var name in (string[])["id", "source", "target", "directed"])
        {
            if (xml.GetAttribute(name) is { } value)
            {
                _attributes[name] = value;
            }
        }
    }

    private void Close(string element, int depth)
    {
        switch (element)
        {
            case "data":
                _dataName = null;
                if (depth == 2)
                {
                    CloseGraphData();
                }

                break;
            case "node":
                CloseNode();
                break;
            case "edge":
                CloseEdge();
                break;
            default:
                break;
        }
    }

    /// <summary>Data beside the nodes is that of the graph; that of the network's own name counts.</summary>
    private void CloseGraphData()
    {
        network.Name ??= _data.GetValueOrDefault("name") ?? _data.GetValueOrDefault("Network");
        _data.Clear();
    }

    private void CloseNode()
    {
        var id = Attribute("node", "id");
        var label = _data.GetValueOrDefault("label") ?? _data.GetValueOrDefault("name");
        var position = Number("Longitude", "x") is { } x && Number("Latitude", "y") is { } y
            ? new AgentPosition(x, y)
            : (AgentPosition?)null;
        network.Declare(id, new PlainAgent(string.IsNullOrWhiteSpace(label) ? id : label.Trim(), position), _line);
    }

    private void CloseEdge()
    {
        if (_edges.Count == 2 * TopologySchedule.LargestLinkCount)
        {
            throw network.Problem(_line, $"a network has at most {TopologySchedule.LargestLinkCount:N0} links.");
        }

        bool? oneWay = _attributes.GetValueOrDefault("directed") switch { "true" => true, "false" => false, _ => null };
        _edges.Add(new(
            Attribute("edge", "source"), Attribute("edge", "target"), Number("weight", "weight"), oneWay, _line));
    }

    private int End(string id, int line) =>
        network.Find(id) ?? throw network.Problem(line, $"the link names \"{id}\", and there is no such node.");

    private string Attribute(string element, string name) => _attributes.GetValueOrDefault(name)
        ?? throw network.Problem(_line, $"this <{element}> has no {name}=\"…\".");

    private double? Number(string name, string otherName) =>
        NumberText.Finite(_data.GetValueOrDefault(name) ?? _data.GetValueOrDefault(otherName));

    private sealed record Edge(string From, string To, double? Weight, bool? OneWay, int Line);
}
