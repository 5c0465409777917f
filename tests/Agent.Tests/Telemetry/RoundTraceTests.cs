using System.Diagnostics;
using Murmuration.Agent.Telemetry;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Telemetry;

/// <summary>Spans cost nothing while nobody listens, and rounds are the same traces at all agents.</summary>
[Collection(nameof(RoundTraceTests))]
[CollectionDefinition(nameof(RoundTraceTests), DisableParallelization = true)]
public sealed class RoundTraceTests
{
    [Fact]
    public void While_nobody_listens_a_span_is_nothing()
    {
        Assert.Equal(0, Allocation.Least(() =>
        {
            for (var round = 0; round < 100; round++)
            {
                using var span = RoundTrace.Round("run", "a0", round);
                using var solve = RoundTrace.Solve();
                using var exchange = RoundTrace.Exchange();
                using var mix = RoundTrace.Mix();
                using var track = RoundTrace.Track();
            }
        }));
    }

    [Fact]
    public void Agents_of_one_run_share_the_trace_of_a_round()
    {
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == RoundTrace.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        RoundTrace.ShareTraceIds();
        Assert.Null(RoundTrace.Solve());
        foreach (var (agent, run) in new[] { ("a", "one"), ("b", "one"), ("a", "other") })
        {
            using var round = RoundTrace.Round(run, agent, 7);
            using var solve = RoundTrace.Solve();
        }

        Assert.Equal(["solve", "round", "solve", "round", "solve", "round"], spans.Select(span => span.OperationName));
        Assert.All(spans.Take(4), span => Assert.Equal(RoundTrace.TraceIdOf("one", 7), span.TraceId));
        Assert.Equal(RoundTrace.TraceIdOf("other", 7), spans[4].TraceId);
        Assert.NotEqual(RoundTrace.TraceIdOf("one", 7), RoundTrace.TraceIdOf("one", 8));
        Assert.Equal(spans[1].SpanId, spans[0].ParentSpanId);
        Assert.Equal(default, spans[1].ParentSpanId);
    }
}
