namespace Murmuration.Agent.Reports.Drawing;

/// <summary>An area between two lines of a chart.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Look">CSS classes: <c>band</c>, and <c>inner</c> for one within another.</param>
/// <param name="Points">Its lower and upper edge from left to right.</param>
internal sealed record ChartBand(string Name, string Look, IReadOnlyList<(double X, double Low, double High)> Points);
