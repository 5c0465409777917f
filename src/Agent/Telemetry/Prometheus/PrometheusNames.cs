using System.Diagnostics.Metrics;

namespace Murmuration.Agent.Telemetry.Prometheus;

/// <summary>Names of instruments as Prometheus has them: letters, digits and underscores, with the unit and, of sums,
/// <c>total</c> at their end.</summary>
internal static class PrometheusNames
{
    /// <summary>Name of a family.</summary>
    public static string Of(Instrument instrument, SeriesKind kind)
    {
        var name = Clean(instrument.Name);
        var unit = UnitOf(instrument.Unit, kind);
        name = unit is null || name.EndsWith($"_{unit}", StringComparison.Ordinal) ? name : $"{name}_{unit}";
        var isWhole = kind != SeriesKind.Counter || name.EndsWith("_total", StringComparison.Ordinal);
        return isWhole ? name : $"{name}_total";
    }

    /// <summary>Some names of the runtime end as only parts of histograms may.</summary>
    public static bool IsAllowed(string name, SeriesKind kind) => kind == SeriesKind.Histogram
        || !(name.EndsWith("_count", StringComparison.Ordinal) || name.EndsWith("_sum", StringComparison.Ordinal)
            || name.EndsWith("_bucket", StringComparison.Ordinal));

    /// <summary>Base unit in words, null for counts.</summary>
    public static string? UnitOf(string? unit, SeriesKind kind) => unit switch
    {
        "s" => "seconds",
        "By" => "bytes",
        "1" => kind == SeriesKind.Gauge ? "ratio" : null,
        _ => null,
    };

    /// <summary>Anything else than a letter or a digit becomes an underscore.</summary>
    public static string Clean(string name)
    {
        var clean = string.Create(name.Length, name, static (span, text) =>
        {
            for (var k = 0; k < span.Length; k++)
            {
                span[k] = char.IsAsciiLetterOrDigit(text[k]) ? text[k] : '_';
            }
        });
        return clean.Length > 0 && char.IsAsciiDigit(clean[0]) ? $"_{clean}" : clean;
    }
}
