using System.Xml.Linq;
using Murmuration.Agent.Reports.Drawing;

namespace Murmuration.Agent.Reports.Sections;

/// <summary>Shares as bars; the page's style gives the colors.</summary>
internal static class Bars
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>One share of a whole.</summary>
    /// <param name="share">0 … 1.</param>
    public static XElement Share(double share) => Of("bar", [(share, "part")]);

    /// <summary>Shares of a whole, one after another.</summary>
    /// <param name="look">CSS class of the bar.</param>
    /// <param name="parts">Each share, 0 … 1, and its CSS class.</param>
    public static XElement Of(string look, IReadOnlyList<(double Share, string Look)> parts)
    {
        var bar = new XElement(
            Svg + "svg",
            new XAttribute("class", look),
            new XAttribute("viewBox", "0 0 100 4"),
            new XAttribute("preserveAspectRatio", "none"),
            new XAttribute("aria-hidden", "true"));
        var left = 0.0;
        foreach (var (share, partLook) in parts)
        {
            var width = 100 * (double.IsFinite(share) ? Math.Clamp(share, 0, 1) : 0);
            bar.Add(new XElement(
                Svg + "rect",
                new XAttribute("class", partLook),
                new XAttribute("x", SvgText.Of($"{left:0.##}")),
                new XAttribute("width", SvgText.Of($"{width:0.##}")),
                new XAttribute("height", 4)));
            left += width;
        }

        return bar;
    }
}
