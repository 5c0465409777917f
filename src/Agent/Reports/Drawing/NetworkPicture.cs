using System.Xml.Linq;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Reports.Drawing;

/// <summary>One round of a network as an SVG file that brings its own colors.</summary>
internal static class NetworkPicture
{
    private const string Background = ".network { background: var(--paper); }";

    /// <summary>Writes the file.</summary>
    /// <param name="path">Where; a file that is there is overwritten.</param>
    /// <param name="schedule">The network.</param>
    /// <param name="round">The round, 0-based.</param>
    public static void Save(string path, TopologySchedule schedule, int round)
    {
        var drawing = NetworkDrawing.Draw(schedule, round, GraphLayout.Of(schedule, round));
        drawing.AddFirst(new XElement(drawing.Name.Namespace + "style", $"{NetworkStyle.Css}\n{Background}"));
        File.WriteAllText(path, drawing.ToString(SaveOptions.DisableFormatting) + "\n");
    }
}
