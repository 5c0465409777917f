using System.Globalization;
using System.Text;

namespace Murmuration.Agent.Telemetry.Prometheus;

/// <summary>The text exposition format of Prometheus, version 0.0.4.</summary>
/// <remarks>
/// https://prometheus.io/docs/instrumenting/exposition_formats/: per family HELP, TYPE and, as a comment, UNIT, then
/// <c>name{labels} value</c>, of histograms cumulative <c>_bucket</c> with label <c>le</c>, <c>_sum</c> and
/// <c>_count</c>. In HELP backslash and line feed are escaped, in label values the double quote too.
/// </remarks>
internal static class PrometheusText
{
    /// <summary>Content type of the format.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly string[] Units = ["seconds", "bytes", "ratio"];

    /// <summary>Appends a family with all its series; nothing where it has none.</summary>
    public static void Append(StringBuilder text, MetricFamily family)
    {
        if (!family.Series.Any())
        {
            return;
        }

        text.Append("# HELP ").Append(family.Name).Append(' ');
        AppendEscaped(text, family.Help, isLabel: false);
        text.Append("\n# TYPE ").Append(family.Name).Append(' ').Append(Word(family.Kind)).Append('\n');
        if (Array.Find(Units, unit => family.Name.Contains($"_{unit}", StringComparison.Ordinal)) is { } unit)
        {
            text.Append("# UNIT ").Append(family.Name).Append(' ').Append(unit).Append('\n');
        }

        foreach (var (labels, series) in family.Series)
        {
            if (family.Kind == SeriesKind.Histogram)
            {
                AppendHistogram(text, family.Name, labels, series);
            }
            else
            {
                AppendSample(text, family.Name, labels, series.Value);
            }
        }
    }

    /// <summary>Appends a text with its special characters escaped.</summary>
    public static void AppendEscaped(StringBuilder text, string value, bool isLabel)
    {
        foreach (var c in value)
        {
            _ = c switch
            {
                '\\' => text.Append(@"\\"),
                '\n' => text.Append(@"\n"),
                '"' when isLabel => text.Append("\\\""),
                _ => text.Append(c),
            };
        }
    }

    private static string Word(SeriesKind kind) => kind switch
    {
        SeriesKind.Counter => "counter",
        SeriesKind.Gauge => "gauge",
        _ => "histogram",
    };

    private static void AppendHistogram(StringBuilder text, string name, string labels, MetricSeries series)
    {
        var before = labels.Length > 0 ? $"{labels}," : "";
        for (var k = 0; k <= series.Bounds.Count; k++)
        {
            var bound = k == series.Bounds.Count ? "+Inf" : Number(series.Bounds[k]);
            AppendSample(text, $"{name}_bucket", $"{before}le=\"{bound}\"", series.CountUpTo(k));
        }

        AppendSample(text, $"{name}_sum", labels, series.Value);
        AppendSample(text, $"{name}_count", labels, series.CountUpTo(series.Bounds.Count));
    }

    private static void AppendSample(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
