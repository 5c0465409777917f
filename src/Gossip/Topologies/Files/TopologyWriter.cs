using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Murmuration.Gossip.Mixing;
using Murmuration.Gossip.Topologies.Schedules;

namespace Murmuration.Gossip.Topologies.Files;

/// <summary>Writes the canonical form of a schedule: whole for people, and without name and addresses for the
/// fingerprint.</summary>
internal static class TopologyWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text(TopologySchedule schedule, IMixingRule rule, ILinkSchedule links, string? comment)
    {
        var compact = Write(schedule, rule, links, forPeople: true);
        var text = new StringBuilder();
        foreach (var line in comment?.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n') ?? [])
        {
            text.Append(line.Length > 0 ? "// " : "//").Append(line).Append('\n');
        }

        using var document = JsonDocument.Parse(compact);
        JsonLayout.Append(text, document.RootElement);
        return text.Append('\n').ToString();
    }

    public static byte[] CanonicalBytes(TopologySchedule schedule, IMixingRule rule, ILinkSchedule links) =>
        Write(schedule, rule, links, forPeople: false).ToArray();

    private static ReadOnlyMemory<byte> Write(
        TopologySchedule schedule, IMixingRule rule, ILinkSchedule links, bool forPeople)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Options);
        writer.WriteStartObject();
        if (forPeople)
        {
            writer.WriteString("name", schedule.Name);
        }

        WriteAgents(writer, schedule.Agents, forPeople);
        writer.WriteBoolean("directed", schedule.Directed);
        writer.WritePropertyName("weights");
        rule.Write(writer);
        WriteGrid(writer, schedule);
        writer.WriteStartObject("schedule");
        links.Write(writer, schedule.Agents);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteGrid(Utf8JsonWriter writer, TopologySchedule schedule)
    {
        if (schedule.Grid is not { } grid)
        {
            return;
        }

        writer.WriteStartArray("grid");
        for (var group = 0; group < grid.Groups; group++)
        {
            writer.WriteStartArray();
            for (var module = 0; module < grid.Modules; module++)
            {
                writer.WriteStringValue(schedule.Agents[grid[group, module]].Id);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static void WriteAgents(Utf8JsonWriter writer, IReadOnlyList<AgentAddress> agents, bool withAddresses)
    {
        writer.WriteStartArray("agents");
        foreach (var agent in agents)
        {
            if (!withAddresses)
            {
                writer.WriteStringValue(agent.Id);
                continue;
            }

            writer.WriteStartObject();
            writer.WriteString("id", agent.Id);
            writer.WriteString("address", agent.Address);
            WritePosition(writer, agent.Position);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WritePosition(Utf8JsonWriter writer, AgentPosition? position)
    {
        if (position is { } place)
        {
            writer.WriteStartArray("position");
            writer.WriteNumberValue(place.X);
            writer.WriteNumberValue(place.Y);
            writer.WriteEndArray();
        }
    }
}
