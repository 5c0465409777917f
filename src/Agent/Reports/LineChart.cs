using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Murmuration.Agent.Reports;

/// <summary>Lines over two axes as one SVG element that needs nothing else.</summary>
internal static class LineChart
{
    private const double Width = 440;
    private const double Height = 300;
    private const double Left = 58;
    private const double Right = 12;
    private const double Top = 12;
    private const double Bottom = 44;

    /// <summary>More points than pixels show nothing more.</summary>
    private const int MostPoints = 500;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>Draws the lines.</summary>
    public static XElement Draw(
        string x, AxisKind xKind, string y, AxisKind yKind, IReadOnlyList<ChartLine> lines)
    {
        var points = lines.SelectMany(line => line.Points).ToList();
        var across = new Axis(x, xKind, points.Select(point => point.X));
        var up = new Axis(y, yKind, points.Select(point => point.Y));
        return new(
            Svg + "svg",
            new XAttribute("viewBox", Invariant($"0 0 {Width} {Height}")),
            new XAttribute("role", "img"),
            new XElement(Svg + "title", $"{y} against {x}"),
            across.Ticks.Select(tick => XTick(ToX(tick.Position), tick.Label)),
            up.Ticks.Select(tick => YTick(ToY(tick.Position), tick.Label)),
            Text((Left + Width - Right) / 2, Height - 8, "middle", x),
            Text(-(Top + Height - Bottom) / 2, 14, "middle", y, new XAttribute("transform", "rotate(-90)")),
            lines.Select(line => Path(line, across, up)));
    }

    private static XElement Path(ChartLine line, Axis across, Axis up)
    {
        var stride = (line.Points.Count + MostPoints - 1) / MostPoints;
        var path = new StringBuilder();
        for (var k = 0; k < line.Points.Count; k++)
        {
            var (x, y) = (across.Position(line.Points[k].X), up.Position(line.Points[k].Y));
            var isKept = k % stride == 0 || k == line.Points.Count - 1;
            if (isKept && double.IsFinite(x) && double.IsFinite(y))
            {
                path.Append(CultureInfo.InvariantCulture, $"{(path.Length == 0 ? 'M' : 'L')}{ToX(x):F1} {ToY(y):F1}");
            }
        }

        return new(
            Svg + "path",
            new XAttribute("d", path.ToString()),
            new XAttribute("fill", "none"),
            new XAttribute("stroke", line.Color),
            new XAttribute("stroke-width", "1.6"),
            new XElement(Svg + "title", line.Name));
    }

    private static IEnumerable<XElement> XTick(double x, string label) =>
        [Line(x, Top, x, Height - Bottom), Text(x, Height - Bottom + 16, "middle", label)];

    private static IEnumerable<XElement> YTick(double y, string label) =>
        [Line(Left, y, Width - Right, y), Text(Left - 6, y + 4, "end", label)];

    private static XElement Line(double x1, double y1, double x2, double y2) => new(
        Svg + "line",
        new XAttribute("x1", Invariant($"{x1:F1}")),
        new XAttribute("y1", Invariant($"{y1:F1}")),
        new XAttribute("x2", Invariant($"{x2:F1}")),
        new XAttribute("y2", Invariant($"{y2:F1}")),
        new XAttribute("class", "grid"));

    private static XElement Text(double x, double y, string anchor, string text, params XAttribute[] more) => new(
        Svg + "text",
        new XAttribute("x", Invariant($"{x:F1}")),
        new XAttribute("y", Invariant($"{y:F1}")),
        new XAttribute("text-anchor", anchor),
        more,
        text);

    private static double ToX(double position) => Left + (position * (Width - Left - Right));

    private static double ToY(double position) => Height - Bottom - (position * (Height - Top - Bottom));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
