using System.Xml.Linq;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Reports.Drawing;

/// <summary>Agents and links as one SVG element that needs nothing else; the page's style gives the colors, such as
/// <see cref="NetworkStyle.Css"/>.</summary>
internal static class NetworkDrawing
{
    private const double Width = 440;
    private const double Margin = 24;
    private const double Inner = Width - (2 * Margin);
    private const double LargestRadius = 9;
    private const double SmallestRadius = 1.5;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>Draws a network. Labels are left out where there are too many agents to read them.</summary>
    /// <param name="title">What it shows, for those who cannot see it.</param>
    /// <param name="layout">Where the agents stand.</param>
    /// <param name="agents">The agents, in agent order.</param>
    /// <param name="links">The links; those that go one way end in an arrow.</param>
    public static XElement Draw(
        string title, GraphLayout layout, IReadOnlyList<DrawnAgent> agents, IEnumerable<DrawnLink> links)
    {
        var radius = Math.Clamp(0.3 * layout.Spacing * Inner, SmallestRadius, LargestRadius);
        var places = agents.Select((_, k) => Place(layout, k)).ToList();
        var labels = NetworkLabels.Place(layout, [.. agents.Select(agent => agent.Id)], places, radius);
        var left = labels.Select(label => label.Left - 2).Append(0).Min();
        var right = labels.Select(label => label.Right + 2).Append(Width).Max();
        var height = (layout.Height * Inner) + (2 * Margin);
        return new(
            Svg + "svg",
            new XAttribute("viewBox", SvgText.Of($"{left:F0} 0 {right - left:F0} {height:F0}")),
            new XAttribute("role", "img"),
            new XAttribute("class", "network"),
            new XAttribute("stroke-width", SvgText.Of($"{Math.Clamp(radius / 5, 0.4, 1.6):F1}")),
            new XElement(Svg + "title", title),
            links.Select(link => Line(link, places[link.From], places[link.To], radius)),
            agents.Select((agent, k) => Dot(agent, places[k], radius, labels.ElementAtOrDefault(k))));
    }

    /// <summary>Draws the links of a round of a schedule, all agents present and all links up.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="round">The round, 0-based.</param>
    /// <param name="layout">Where the agents stand; the same for several rounds of agents that do not move.</param>
    public static XElement Draw(TopologySchedule schedule, int round, GraphLayout layout)
    {
        var links = schedule.LinksAt(round);
        var (look, between) = schedule.Directed ? ("up oneway", "→") : ("up", "–");
        var agents = schedule.Agents.Select((agent, k) =>
            new DrawnAgent(agent.Id, "present", $"{agent.Id}: {Degree(schedule.At(round, k))}"));
        return Draw(
            $"{schedule.Name}, round {round}: {schedule.Agents.Count} agents, {links.Count} links",
            layout,
            [.. agents],
            links.Select(link => new DrawnLink(
                link.From,
                link.To,
                look,
                $"{schedule.Agents[link.From].Id} {between} {schedule.Agents[link.To].Id}")));
    }

    private static string Degree(Neighbourhood agent) => agent.OutNeighbours.Length switch
    {
        1 => "1 neighbour",
        var count => $"{count} neighbours",
    };

    private static XElement Line(
        DrawnLink link, (double X, double Y) from, (double X, double Y) to, double radius)
    {
        var path = SvgText.Of($"M{from.X:F1} {from.Y:F1}L{to.X:F1} {to.Y:F1}");
        return new(
            Svg + "path",
            new XAttribute("d", link.Look.Split(' ').Contains("oneway") ? path + Arrow(from, to, radius) : path),
            new XAttribute("class", $"link {link.Look}"),
            new XAttribute("data-link", SvgText.Of($"{link.From}-{link.To}")),
            new XElement(Svg + "title", link.Title));
    }

    /// <summary>Two strokes that meet where the link touches the agent that it goes to.</summary>
    private static string Arrow((double X, double Y) from, (double X, double Y) to, double radius)
    {
        const double HalfAngle = 0.45;
        var angle = Math.Atan2(from.Y - to.Y, from.X - to.X);
        var (sin, cos) = Math.SinCos(angle);
        var (tipX, tipY) = (to.X + (radius * cos), to.Y + (radius * sin));
        var length = 3 + radius;
        var (sinA, cosA) = Math.SinCos(angle - HalfAngle);
        var (sinB, cosB) = Math.SinCos(angle + HalfAngle);
        return SvgText.Of($"M{tipX + (length * cosA):F1} {tipY + (length * sinA):F1}L{tipX:F1} {tipY:F1}")
            + SvgText.Of($"L{tipX + (length * cosB):F1} {tipY + (length * sinB):F1}");
    }

    private static XElement Dot(
        DrawnAgent agent, (double X, double Y) place, double radius, NetworkLabel? label) => new(
        Svg + "g",
        new XAttribute("class", $"agent {agent.Look}"),
        new XAttribute("data-agent", agent.Id),
        new XElement(Svg + "title", agent.Title),
        new XElement(
            Svg + "circle",
            new XAttribute("cx", SvgText.Of($"{place.X:F1}")),
            new XAttribute("cy", SvgText.Of($"{place.Y:F1}")),
            new XAttribute("r", SvgText.Of($"{radius:F1}"))),
        label is null ? null : Text(label));

    private static XElement Text(NetworkLabel label) => new(
        Svg + "text",
        new XAttribute("x", SvgText.Of($"{label.X:F1}")),
        new XAttribute("y", SvgText.Of($"{label.Y:F1}")),
        new XAttribute("font-size", SvgText.Of($"{label.Size:F1}")),
        new XAttribute("text-anchor", label.Anchor),
        label.Text);

    private static (double X, double Y) Place(GraphLayout layout, int agentIndex)
    {
        var (x, y) = layout[agentIndex];
        return (Margin + (x * Inner), Margin + (y * Inner * layout.Height));
    }
}
