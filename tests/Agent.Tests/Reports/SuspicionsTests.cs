using Murmuration.Agent.Metrics;
using Murmuration.Agent.Reports.Runs;
using Murmuration.Agent.Reports.Sections;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Reports;

public sealed class SuspicionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_as_it_should_be_gives_no_reason_to_worry()
    {
        var remarks = Remarks(new() { Change = metrics => metrics with { SecondsComputing = 0.1 } });
        Assert.All(remarks, remark => Assert.Equal(RemarkKind.Good, remark.Kind));
        Assert.Contains(remarks, remark => remark.Text.StartsWith("The agents agree", StringComparison.Ordinal));
    }

    [Fact]
    public void Agents_that_do_not_come_together_are_noticed() => AssertBad(
        new() { Change = metrics => metrics with { Disagreement = 0.4 } }, "do not come together");

    [Fact]
    public void A_cost_that_grows_is_noticed() => AssertBad(
        new() { Change = metrics => metrics with { Cost = 1 + metrics.Round } }, "The cost has grown");

    [Fact]
    public void A_link_that_is_still_suspended_is_noticed() => AssertBad(
        new() { Change = metrics => metrics.Agent == "a1" ? metrics with { SuspendedLinks = 1 } : metrics },
        "a1: a link is suspended");

    [Fact]
    public void An_agent_without_an_end_is_noticed() => AssertBad(new() { Killed = ["a2"] }, "a2: no end");

    [Fact]
    public void Lost_gradients_are_noticed()
    {
        double[] sketch = [.. Enumerable.Repeat(0.3, TrackingSketch.BucketCount)];
        var remarks = Remarks(new() { Change = metrics => metrics with { TrackingSketch = sketch } });
        Assert.Contains(remarks, remark => remark.Text.StartsWith("The trackers' sum is", StringComparison.Ordinal));
    }

    [Fact]
    public void One_that_computes_much_longer_and_is_waited_for_is_named()
    {
        var remarks = Remarks(new()
        {
            Change = metrics => metrics with { SecondsComputing = metrics.Agent == "a1" ? 1 : 0.1 },
        });
        Assert.Contains(remarks, remark => remark.Text.StartsWith("a1 computes 10 times", StringComparison.Ordinal));
    }

    [Fact]
    public void One_that_learns_less_is_named()
    {
        var remarks = Remarks(new()
        {
            Change = metrics => metrics.Agent == "a0" ? metrics with { TestAccuracy = 0.5 } : metrics,
        });
        Assert.Contains(remarks, remark => remark.Text.Contains("a0 stay far below", StringComparison.Ordinal));
    }

    [Fact]
    public void An_agent_that_hangs_is_named()
    {
        var run = Read(new());
        var hanging = run.Agents[1] with
        {
            Standing = Standing.Behind,
            Totals = run.Agents[1].Totals! with { Round = 3 },
        };
        var remarks = Suspicions.Of(run with { Agents = [run.Agents[0], hanging, run.Agents[2]], IsLive = true });
        Assert.Contains(remarks, remark => remark.Text.StartsWith("a1: far behind", StringComparison.Ordinal));
    }

    private void AssertBad(SampleRun sample, string expected) => Assert.Contains(
        Remarks(sample),
        remark => remark.Kind == RemarkKind.Bad && remark.Text.Contains(expected, StringComparison.Ordinal));

    private IReadOnlyList<Remark> Remarks(SampleRun sample) => Suspicions.Of(Read(sample));

    private RunOverview Read(SampleRun sample) =>
        RunReader.Read(RunFolder.Open(sample.WriteTo(_folder.Path)), "sample");
}
