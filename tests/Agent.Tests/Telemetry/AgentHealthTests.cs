using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Telemetry;
using Murmuration.Agent.Training;
using Murmuration.Agent.Web;

namespace Murmuration.Agent.Tests.Telemetry;

/// <summary>When an agent counts as alive, and as ready.</summary>
public sealed class AgentHealthTests : IDisposable
{
    private readonly MeasuredAgent _agent = new();
    private readonly SteppedTime _time = new();
    private readonly RunControl _control = new();
    private readonly AgentHealth _health;

    public AgentHealthTests() => _health = new(_control, _time);

    public void Dispose()
    {
        _control.Dispose();
        _agent.Dispose();
    }

    [Fact]
    public void It_is_ready_from_its_first_report_to_its_end()
    {
        Assert.Equal("it waits for its neighbours", _health.WhyNotReady());
        _control.Exchange = _agent.Exchange;
        Assert.Equal("it takes the census of its network", _health.WhyNotReady());
        _health.OnRound(Round(0));
        Assert.Null(_health.WhyNotReady());
        _health.OnEnd(new("a0", 1, Stopped: false, null, null, null, null));
        Assert.Equal("it has ended", _health.WhyNotReady());
        Assert.Null(_health.WhyStuck());
    }

    [Fact]
    public void It_is_stuck_when_it_neither_gets_on_nor_waits()
    {
        _time.Advance(3000);
        Assert.Null(_health.WhyStuck());
        _control.Exchange = _agent.Exchange;
        _health.OnRound(Round(0));
        _time.Advance(299);
        Assert.Null(_health.WhyStuck());
        _time.Advance(2);
        Assert.Contains("nothing has happened for 301 s after round 0", _health.WhyStuck(), StringComparison.Ordinal);
        _health.OnRound(Round(1));
        _time.Advance(3000);
        Assert.Null(_health.WhyStuck());
        _time.Advance(11);
        Assert.NotNull(_health.WhyStuck());
        _ = _agent.Exchange.ExchangeAsync(0, new float[4], default).AsTask();
        Assert.Equal(1, _agent.Exchange.WaitingCalls);
        Assert.Null(_health.WhyStuck());
        _control.IsServing = true;
        Assert.NotNull(_health.WhyStuck());
    }

    [Fact]
    public async Task Probes_get_200_or_503_with_a_word_why()
    {
        await using var web = await AgentWeb.StartAsync(
            new(IPAddress.Loopback, 0),
            [new MetricsPart(_agent.Collector), new HealthPart(_health)],
            NullLoggerFactory.Instance);
        using var client = new HttpClient { BaseAddress = web.Address };
        using var alive = await client.GetAsync("/healthz");
        Assert.Equal((HttpStatusCode.OK, "ok\n"), (alive.StatusCode, await alive.Content.ReadAsStringAsync()));
        using var early = await client.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, early.StatusCode);
        Assert.Equal("it waits for its neighbours\n", await early.Content.ReadAsStringAsync());
        _health.OnRound(Round(0));
        Assert.Equal("ok\n", await client.GetStringAsync("/readyz"));
        using var metrics = await client.GetAsync("/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", $"{metrics.Content.Headers.ContentType}");
        Assert.Contains("murmuration_agent_info", await metrics.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static RoundMetrics Round(int round) =>
        new() { Agent = "a0", Round = round, Seconds = round, Cost = 1, Penalty = 0 };
}
