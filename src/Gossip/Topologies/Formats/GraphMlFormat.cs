using System.Xml;

namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>GraphML (http://graphml.graphdrawing.org), as networkx, yEd, Gephi and the Internet Topology Zoo write it:
/// one graph of nodes and edges; labels, longitudes and latitudes (or x and y) and weights are kept, all other data is
/// left alone.</summary>
internal sealed class GraphMlFormat : INetworkFormat
{
    /// <summary>The namespace of all elements.</summary>
    public const string Namespace = "http://graphml.graphdrawing.org/xmlns";

    private static readonly XmlWriterSettings Layout = new()
    {
        Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true, CloseOutput = false,
    };

    public string Name => "graphml";

    public IReadOnlyList<string> Extensions => [".graphml", ".xml"];

    public bool Fits(FormatSource source) => source.Start.StartsWith('<');

    public void Read(FormatSource source, NetworkBuilder network) => new GraphMlReader(source, network).Read();

    public void Write(TextWriter writer, PlainNetwork network)
    {
        writer.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        using var xml = XmlWriter.Create(writer, Layout);
        xml.WriteStartElement("graphml", Namespace);
        WriteKey(xml, "name", "graph", "string");
        WriteKey(xml, "x", "node", "double");
        WriteKey(xml, "y", "node", "double");
        WriteKey(xml, "weight", "edge", "double");
        xml.WriteStartElement("graph", Namespace);
        xml.WriteAttributeString("edgedefault", network.Directed ? "directed" : "undirected");
        WriteData(xml, "name", network.Name);
        foreach (var agent in network.Agents)
        {
            xml.WriteStartElement("node", Namespace);
            xml.WriteAttributeString("id", agent.Label);
            WriteData(xml, "x", agent.Position?.X);
            WriteData(xml, "y", agent.Position?.Y);
            xml.WriteEndElement();
        }

        foreach (var link in network.Links)
        {
            xml.WriteStartElement("edge", Namespace);
            xml.WriteAttributeString("source", network.Agents[link.From].Label);
            xml.WriteAttributeString("target", network.Agents[link.To].Label);
            WriteData(xml, "weight", link.Weight);
            xml.WriteEndElement();
        }

        xml.WriteEndDocument();
        xml.Flush();
        writer.Write('\n');
    }

    private static void WriteKey(XmlWriter xml, string name, string element, string type)
    {
        xml.WriteStartElement("key", Namespace);
        xml.WriteAttributeString("id", name);
        xml.WriteAttributeString("for", element);
        xml.WriteAttributeString("attr.name", name);
        xml.WriteAttributeString("attr.type", type);
        xml.WriteEndElement();
    }

    private static void WriteData(XmlWriter xml, string key, double? value) =>
        WriteData(xml, key, value is { } number ? NumberText.Of(number) : null);

    private static void WriteData(XmlWriter xml, string key, string? value)
    {
        if (value is not null)
        {
            xml.WriteStartElement("data", Namespace);
            xml.WriteAttributeString("key", key);
            xml.WriteString(value);
            xml.WriteEndElement();
        }
    }
}
