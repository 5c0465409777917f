using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>JSON with <c>nodes</c> and <c>links</c> (or <c>edges</c>), as networkx's <c>node_link_data</c> and D3 write
/// it.</summary>
internal sealed class NodeLinkFormat : INetworkFormat
{
    private static readonly JsonWriterOptions Layout = new()
    {
        Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string Name => "nodelink";

    public IReadOnlyList<string> Extensions => [".json"];

    /// <summary>Topology files of our own have no <c>nodes</c>.</summary>
    public bool Fits(FormatSource source)
    {
        var reader = new Utf8JsonReader(source.Bytes.AsSpan(
            source.Bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0));
        try
        {
            reader.Read();
            while (reader.TokenType == JsonTokenType.StartObject || reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("nodes"u8))
                {
                    return true;
                }

                // Over the value of a key, or into the object.
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    reader.Skip();
                }

                reader.Read();
            }
        }
        catch (JsonException)
        {
            // Comments, for example, which only our own files may have.
        }

        return false;
    }

    public void Read(FormatSource source, NetworkBuilder network) => new NodeLinkReader(source, network).Read();

    public void Write(TextWriter writer, PlainNetwork network)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Layout))
        {
            Write(json, network);
        }

        writer.Write(Encoding.UTF8.GetString(buffer.WrittenSpan));
        writer.Write('\n');
    }

    private static void Write(Utf8JsonWriter json, PlainNetwork network)
    {
        json.WriteStartObject();
        json.WriteBoolean("directed", network.Directed);
        json.WriteBoolean("multigraph", false);
        json.WriteStartObject("graph");
        json.WriteString("name", network.Name);
        json.WriteEndObject();
        json.WriteStartArray("nodes");
        foreach (var agent in network.Agents)
        {
            WriteAgent(json, agent);
        }

        json.WriteEndArray();
        json.WriteStartArray("links");
        foreach (var link in network.Links)
        {
            WriteLink(json, network, link);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteAgent(Utf8JsonWriter json, PlainAgent agent)
    {
        json.WriteStartObject();
        json.WriteString("id", agent.Label);
        if (agent.Position is { } position)
        {
            json.WriteNumber("x", position.X);
            json.WriteNumber("y", position.Y);
        }

        json.WriteEndObject();
    }

    private static void WriteLink(Utf8JsonWriter json, PlainNetwork network, Link link)
    {
        json.WriteStartObject();
        json.WriteString("source", network.Agents[link.From].Label);
        json.WriteString("target", network.Agents[link.To].Label);
        if (link.Weight is { } weight)
        {
            json.WriteNumber("weight", weight);
        }

        json.WriteEndObject();
    }
}
