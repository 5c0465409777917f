namespace Murmuration.Agent.Metrics;

/// <summary>A figure over the agents.</summary>
/// <param name="Min">The lowest.</param>
/// <param name="Mean">The average.</param>
/// <param name="Max">The highest.</param>
internal sealed record Spread(double Min, double Mean, double Max)
{
    /// <summary>The spread of the agents' figures, or null when one of them has none.</summary>
    public static Spread? Of(IEnumerable<double?> figures)
    {
        var known = figures.Select(figure => figure ?? double.NaN).ToList();
        return known.Exists(double.IsNaN) ? null : new Spread(known.Min(), known.Average(), known.Max());
    }
}
