namespace Murmuration.Agent.Reports.Drawing;

/// <summary>One line of a chart.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Look">CSS classes: <c>series</c> with a color and dashes, or <c>middle</c>.</param>
/// <param name="Points">Its points in their order; those that an axis cannot show are left out.</param>
/// <param name="Agent">Id of the agent that it belongs to, so that it can be marked; null for all of them.</param>
internal sealed record ChartLine(
    string Name, string Look, IReadOnlyList<(double X, double Y)> Points, string? Agent = null);
