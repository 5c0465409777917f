using System.Text.Json;

namespace Murmuration.Agent.Metrics;

/// <summary>
/// Writes a report as the JSON object that <see cref="MetricsFormat"/> reads, byte for byte as the serializer would,
/// but without its detours: there is one for every agent and round.
/// </summary>
internal static class MetricsJson
{
    private static readonly JsonEncodedText Agent = Name("agent");
    private static readonly JsonEncodedText Round = Name("round");
    private static readonly JsonEncodedText Seconds = Name("seconds");
    private static readonly JsonEncodedText Cost = Name("cost");
    private static readonly JsonEncodedText Penalty = Name("penalty");
    private static readonly JsonEncodedText TestCost = Name("testCost");
    private static readonly JsonEncodedText TestAccuracy = Name("testAccuracy");
    private static readonly JsonEncodedText Disagreement = Name("disagreement");
    private static readonly JsonEncodedText GradientNorm = Name("gradientNorm");
    private static readonly JsonEncodedText TrackingSketch = Name("trackingSketch");
    private static readonly JsonEncodedText Stationarity = Name("stationarity");
    private static readonly JsonEncodedText StationaritySketch = Name("stationaritySketch");
    private static readonly JsonEncodedText Tau = Name("tau");
    private static readonly JsonEncodedText Staleness = Name("staleness");
    private static readonly JsonEncodedText StepSize = Name("stepSize");
    private static readonly JsonEncodedText SolverIterations = Name("solverIterations");
    private static readonly JsonEncodedText SecondsComputing = Name("secondsComputing");
    private static readonly JsonEncodedText SecondsWaiting = Name("secondsWaiting");
    private static readonly JsonEncodedText BytesSent = Name("bytesSent");
    private static readonly JsonEncodedText BytesReceived = Name("bytesReceived");
    private static readonly JsonEncodedText SuspendedLinks = Name("suspendedLinks");
    private static readonly JsonEncodedText Links = Name("links");
    private static readonly JsonEncodedText Suspended = Name("suspended");
    private static readonly JsonEncodedText Settled = Name("settled");
    private static readonly JsonEncodedText Declined = Name("declined");
    private static readonly JsonEncodedText Epochs = Name("epochs");
    private static readonly JsonEncodedText Skipped = Name("skipped");
    private static readonly JsonEncodedText To = Name("to");
    private static readonly JsonEncodedText State = Name("state");
    private static readonly JsonEncodedText Delay = Name("delay");
    private static readonly JsonEncodedText[] States = [.. Enum.GetNames<LinkState>().Select(Name)];

    /// <summary>Writes the object.</summary>
    public static void Write(Utf8JsonWriter json, RoundMetrics metrics)
    {
        json.WriteStartObject();
        json.WriteString(Agent, metrics.Agent);
        json.WriteNumber(Round, metrics.Round);
        WriteFigures(json, metrics);
        Write(json, Tau, metrics.Tau);
        WriteCount(json, Staleness, metrics.Staleness);
        Write(json, StepSize, metrics.StepSize);
        json.WriteNumber(SolverIterations, metrics.SolverIterations);
        Write(json, SecondsComputing, metrics.SecondsComputing);
        Write(json, SecondsWaiting, metrics.SecondsWaiting);
        json.WriteNumber(BytesSent, metrics.BytesSent);
        json.WriteNumber(BytesReceived, metrics.BytesReceived);
        json.WriteNumber(SuspendedLinks, metrics.SuspendedLinks);
        WriteLinks(json, metrics.Links);
        json.WriteNumber(Suspended, metrics.Suspended);
        json.WriteNumber(Settled, metrics.Settled);
        json.WriteNumber(Declined, metrics.Declined);
        json.WriteNumber(Epochs, metrics.Epochs);
        json.WriteNumber(Skipped, metrics.Skipped);
        json.WriteEndObject();
    }

    private static void WriteFigures(Utf8JsonWriter json, RoundMetrics metrics)
    {
        Write(json, Seconds, metrics.Seconds);
        Write(json, Cost, metrics.Cost);
        Write(json, Penalty, metrics.Penalty);
        Write(json, TestCost, metrics.TestCost);
        Write(json, TestAccuracy, metrics.TestAccuracy);
        Write(json, Disagreement, metrics.Disagreement);
        Write(json, GradientNorm, metrics.GradientNorm);
        WriteDoubles(json, TrackingSketch, metrics.TrackingSketch);
        Write(json, Stationarity, metrics.Stationarity);
        WriteFloats(json, StationaritySketch, metrics.StationaritySketch);
    }

    private static JsonEncodedText Name(string name) => JsonEncodedText.Encode(name);

    /// <summary>What is not finite is a string, what is not known is left out.</summary>
    private static void Write(Utf8JsonWriter json, JsonEncodedText name, double? figure)
    {
        if (figure is { } value)
        {
            json.WritePropertyName(name);
            Write(json, value);
        }
    }

    private static void Write(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
        }
    }

    private static void WriteCount(Utf8JsonWriter json, JsonEncodedText name, int? count)
    {
        if (count is { } value)
        {
            json.WriteNumber(name, value);
        }
    }

    private static void WriteDoubles(Utf8JsonWriter json, JsonEncodedText name, IReadOnlyList<double>? values)
    {
        if (values is null)
        {
            return;
        }

        json.WriteStartArray(name);
        for (var k = 0; k < values.Count; k++)
        {
            Write(json, values[k]);
        }

        json.WriteEndArray();
    }

    private static void WriteFloats(Utf8JsonWriter json, JsonEncodedText name, IReadOnlyList<float>? values)
    {
        if (values is null)
        {
            return;
        }

        json.WriteStartArray(name);
        for (var k = 0; k < values.Count; k++)
        {
            if (float.IsFinite(values[k]))
            {
                json.WriteNumberValue(values[k]);
            }
            else
            {
                Write(json, (double)values[k]);
            }
        }

        json.WriteEndArray();
    }

    private static void WriteLinks(Utf8JsonWriter json, IReadOnlyList<LinkNews>? links)
    {
        if (links is null)
        {
            return;
        }

        json.WriteStartArray(Links);
        for (var k = 0; k < links.Count; k++)
        {
            var link = links[k];
            json.WriteStartObject();
            json.WriteNumber(To, link.To);
            json.WriteString(State, States[(int)link.State]);
            json.WriteNumber(BytesSent, link.BytesSent);
            json.WriteNumber(BytesReceived, link.BytesReceived);
            Write(json, Delay, link.Delay);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
