using System.Buffers;
using System.Text;
using System.Text.Json;
using Murmuration.Agent.Metrics;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Metrics;

/// <summary>Reports as lines and as copies: nothing of them is lost on the way.</summary>
public sealed class RoundMetricsTests
{
    [Fact]
    public void A_line_is_what_the_serializer_would_write()
    {
        var least = new RoundMetrics { Agent = "ä \"b\"", Round = 0, Seconds = 0, Cost = 1e-9, Penalty = 0 };
        var odd = Full() with
        {
            Cost = double.NaN,
            Penalty = double.PositiveInfinity,
            TestCost = double.NegativeInfinity,
            TrackingSketch = [double.NaN, -0.0, 1e300],
            StationaritySketch = [float.NegativeInfinity, 0.1f],
        };
        Assert.All([Full(), least, odd], metrics => Assert.Equal(MetricsFormat.ToLine(metrics), Line(metrics)));
    }

    [Fact]
    public void A_copy_has_every_figure_and_links_of_its_own()
    {
        var full = Full();
        var unset = typeof(RoundMetrics).GetProperties()
            .Where(property => property.GetValue(full) is null or 0 or 0L or 0.0)
            .Select(property => property.Name);
        Assert.Empty(unset);
        var copy = new RoundMetrics { Agent = "b", Round = 0, Seconds = 0, Cost = 0, Penalty = 0 };
        copy.CopyFrom(full);
        Assert.Equal(MetricsFormat.ToLine(full), MetricsFormat.ToLine(copy));
        ((List<LinkNews>)full.Links!).Clear();
        Assert.Equal(2, copy.Links!.Count);
    }

    [Fact]
    public void Copies_and_lines_of_usual_rounds_allocate_nothing()
    {
        var full = Full();
        var copy = full with { };
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        Assert.Equal(0, Allocation.Least(() =>
        {
            copy.CopyFrom(full);
            buffer.ResetWrittenCount();
            json.Reset();
            MetricsJson.Write(json, copy);
            json.Flush();
        }));
    }

    private static string Line(RoundMetrics metrics)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        MetricsJson.Write(json, metrics);
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static RoundMetrics Full() => new()
    {
        Agent = "a0",
        Round = 1,
        Seconds = 1.5,
        Cost = Math.PI,
        Penalty = 1e-7,
        TestCost = 1 / 3.0,
        TestAccuracy = 0.75,
        Disagreement = 1e-20,
        GradientNorm = 123456789.125,
        TrackingSketch = [0.1, -2, 3e-5],
        Stationarity = 1e21,
        StationaritySketch = [0.1f, -2, 3e-5f],
        Tau = 2,
        Staleness = 3,
        StepSize = 0.3,
        SolverIterations = 4,
        SecondsComputing = 0.25,
        SecondsWaiting = 0.125,
        BytesSent = 1L << 60,
        BytesReceived = 12,
        SuspendedLinks = 5,
        Links = new List<LinkNews>
        {
            new(1, LinkState.Up, 10, 20, 1e-6),
            new(2, LinkState.Closed, 30, 40),
        },
        Suspended = 6,
        Settled = 7,
        Declined = 8,
        Epochs = 9,
        Skipped = 10,
    };
}
