using System.Text;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Topologies.Formats;
using Murmuration.Testing;

namespace Murmuration.Gossip.Tests.Topologies.Formats;

/// <summary>Texts as files of a format.</summary>
internal static class FormatFile
{
    /// <summary>The schedule that a file of this name and text gives.</summary>
    public static TopologySchedule Load(string name, string text, ImportOptions? options = null) =>
        Load(name, Encoding.UTF8.GetBytes(text), options);

    /// <summary>The schedule that a file of this name and content gives.</summary>
    public static TopologySchedule Load(string name, byte[] content, ImportOptions? options = null)
    {
        using var folder = new TemporaryFolder();
        return TopologyImport.Load([folder.Write(name, content)], options ?? new ImportOptions());
    }

    /// <summary>The error that it gives, without its folder.</summary>
    public static string Refused(string name, string text, ImportOptions? options = null)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write(name, text);
        return Assert.Throws<TopologyException>(() => TopologyImport.Load([path], options ?? new ImportOptions()))
            .Message.Replace(path, name, StringComparison.Ordinal);
    }

    /// <summary>Its links in round 0, by ids: <c>a0-a1 a1-a2:0.5</c>.</summary>
    public static string Links(TopologySchedule schedule, int round = 0) => string.Join(
        ' ',
        schedule.LinksAt(round).Select(link =>
            $"{schedule.Agents[link.From].Id}{(schedule.Directed ? ">" : "-")}{schedule.Agents[link.To].Id}"
            + (link.Weight is { } weight ? $":{NumberText.Of(weight)}" : "")));
}
