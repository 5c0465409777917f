using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Murmuration.Agent.Reports.Drawing;

/// <summary>Lines, and areas between lines, over two axes as one SVG element; the page's style gives the
/// colors.</summary>
internal static class LineChart
{
    private const double Width = 440;
    private const double Height = 270;
    private const double Left = 62;
    private const double Right = 428;
    private const double Top = 10;
    private const double Bottom = 228;

    /// <summary>More points than pixels show nothing more, and many lines need fewer each.</summary>
    private const int MostPoints = 500;

    private const int LeastPoints = 40;

    /// <summary>Most points of all lines together, unless something else is asked for.</summary>
    public const int UsualPoints = 6000;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>Draws a chart.</summary>
    /// <param name="title">What it shows, for those who cannot see it.</param>
    /// <param name="x">What is measured across, with the unit.</param>
    /// <param name="xKind">How that is divided.</param>
    /// <param name="yKind">How the upright axis is divided.</param>
    /// <param name="lines">The lines, the last on top.</param>
    /// <param name="bands">Areas beneath the lines.</param>
    /// <param name="mostPoints">Most points of all lines together.</param>
    public static XElement Draw(
        string title,
        string x,
        AxisKind xKind,
        AxisKind yKind,
        IReadOnlyList<ChartLine> lines,
        IReadOnlyList<ChartBand>? bands = null,
        int mostPoints = UsualPoints)
    {
        bands ??= [];
        var across = new Axis(
            x, xKind, lines.SelectMany(Xs).Concat(bands.SelectMany(band => band.Points.Select(point => point.X))));
        var up = new Axis(title, yKind, lines.SelectMany(Ys).Concat(bands.SelectMany(Edges)));
        var most = Math.Clamp(mostPoints / Math.Max(1, lines.Count), LeastPoints, MostPoints);
        return new(
            Svg + "svg",
            new XAttribute("class", "chart"),
            new XAttribute("viewBox", SvgText.Of($"0 0 {Width} {Height}")),
            new XAttribute("role", "img"),
            new XAttribute("aria-label", $"{title} against {x}"),
            new XAttribute("data-box", SvgText.Of($"{Left} {Top} {Right} {Bottom} {Width}")),
            new XAttribute("data-across", across.Scale),
            new XAttribute("data-up", up.Scale),
            new XAttribute("data-effort", x),
            across.Ticks.Select(tick => XTick(ToX(tick.Position), tick.Label)),
            up.Ticks.Select(tick => YTick(ToY(tick.Position), tick.Label)),
            Text((Left + Right) / 2, Height - 6, "middle", "title", x),
            bands.Select(band => Area(band, across, up)),
            lines.Select(line => Path(line, across, up, most)));
    }

    private static IEnumerable<double> Xs(ChartLine line) => line.Points.Select(point => point.X);

    private static IEnumerable<double> Ys(ChartLine line) => line.Points.Select(point => point.Y);

    private static IEnumerable<double> Edges(ChartBand band) =>
        band.Points.SelectMany(point => new[] { point.Low, point.High });

    private static XElement Path(ChartLine line, Axis across, Axis up, int most)
    {
        var stride = (line.Points.Count + most - 1) / most;
        var path = new StringBuilder();
        var count = 0;
        for (var k = 0; k < line.Points.Count; k++)
        {
            var (x, y) = (across.Position(line.Points[k].X), up.Position(line.Points[k].Y));
            var isKept = k % stride == 0 || k == line.Points.Count - 1;
            if (isKept && double.IsFinite(x) && double.IsFinite(y))
            {
                Append(path, ToX(x), ToY(y));
                count++;
            }
        }

        // A line of one point would not be seen.
        var look = count == 1 ? $"{line.Look} dot" : line.Look;
        return new(
            Svg + "path",
            new XAttribute("class", look),
            new XAttribute("d", count == 1 ? $"{path}h.01" : path.ToString()),
            new XAttribute("data-name", line.Name),
            line.Agent is null ? null : new XAttribute("data-agent", line.Agent),
            new XElement(Svg + "title", line.Name));
    }

    private static XElement Area(ChartBand band, Axis across, Axis up)
    {
        var shown = band.Points
            .Select(point => (X: across.Position(point.X), Low: up.Position(point.Low), High: up.Position(point.High)))
            .Where(point => double.IsFinite(point.X) && double.IsFinite(point.Low) && double.IsFinite(point.High))
            .ToList();
        var path = new StringBuilder();
        shown.ForEach(point => Append(path, ToX(point.X), ToY(point.High)));
        foreach (var point in Enumerable.Reverse(shown))
        {
            Append(path, ToX(point.X), ToY(point.Low));
        }

        return new(
            Svg + "path",
            new XAttribute("class", band.Look),
            new XAttribute("d", path.Length == 0 ? "" : $"{path}Z"),
            new XElement(Svg + "title", band.Name));
    }

    private static void Append(StringBuilder path, double x, double y) =>
        path.Append(CultureInfo.InvariantCulture, $"{(path.Length == 0 ? 'M' : 'L')}{x:0.#} {y:0.#}");

    private static IEnumerable<XElement> XTick(double x, string label) =>
        [Line(x, Top, x, Bottom), Text(x, Bottom + 16, "middle", "tick", label)];

    private static IEnumerable<XElement> YTick(double y, string label) =>
        [Line(Left, y, Right, y), Text(Left - 6, y + 4, "end", "tick", label)];

    private static XElement Line(double x1, double y1, double x2, double y2) => new(
        Svg + "line",
        new XAttribute("x1", SvgText.Of($"{x1:0.#}")),
        new XAttribute("y1", SvgText.Of($"{y1:0.#}")),
        new XAttribute("x2", SvgText.Of($"{x2:0.#}")),
        new XAttribute("y2", SvgText.Of($"{y2:0.#}")),
        new XAttribute("class", "grid"));

    private static XElement Text(double x, double y, string anchor, string look, string text) => new(
        Svg + "text",
        new XAttribute("x", SvgText.Of($"{x:0.#}")),
        new XAttribute("y", SvgText.Of($"{y:0.#}")),
        new XAttribute("text-anchor", anchor),
        new XAttribute("class", look),
        text);

    private static double ToX(double position) => Left + (position * (Right - Left));

    private static double ToY(double position) => Bottom - (position * (Bottom - Top));
}
