namespace Murmuration.Agent.Reports;

/// <summary>One line of a chart.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Color">CSS color.</param>
/// <param name="Points">Its points in their order; those that an axis cannot show are left out.</param>
internal sealed record ChartLine(string Name, string Color, IReadOnlyList<(double X, double Y)> Points);
