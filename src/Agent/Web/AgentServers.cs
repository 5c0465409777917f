using Microsoft.Extensions.Logging;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Reports.Runs;
using Murmuration.Agent.Telemetry;
using Murmuration.Agent.Telemetry.Prometheus;
using Murmuration.Agent.Training;

namespace Murmuration.Agent.Web;

/// <summary>All that a daemon serves: its dashboard, metrics and health there, or at an address of their own.</summary>
internal sealed class AgentServers : IAsyncDisposable
{
    private readonly PrometheusCollector? _collector;
    private RunServer? _dashboard;
    private AgentWeb? _metrics;

    private AgentServers(PrometheusCollector? collector) => _collector = collector;

    /// <summary>Where the dashboard is, or null.</summary>
    public Uri? Dashboard => _dashboard?.Address;

    /// <summary>Starts what was asked for.</summary>
    /// <exception cref="ConfigurationException">An address cannot be listened on.</exception>
    public static async Task<AgentServers> StartAsync(
        AgentOptions options,
        AgentSetup setup,
        NetworkWatch watch,
        RunOrigin origin,
        AgentHealth health,
        TimeProvider time,
        ILoggerFactory logging)
    {
        var servers = new AgentServers(options.IsServed ? new PrometheusCollector() : null);
        IWebPart[] figures = servers._collector is { } all ? [new MetricsPart(all), new HealthPart(health)] : [];
        try
        {
            if (options.Dashboard is { } address)
            {
                servers._dashboard = await RunServer.StartAsync(
                    address, watch.Now, setup.Run, setup.Schedule, origin, time, logging, figures);
            }

            if (options.Metrics is { } place && !place.Equals(options.Dashboard))
            {
                servers._metrics = await AgentWeb.StartAsync(
                    place, figures, logging, RunServer.NamesOf(setup.Schedule));
            }

            return servers;
        }
        catch (ConfigurationException)
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <summary>The run has come to its end in order.</summary>
    /// <param name="text">How, for those who watch.</param>
    public void Finish(string text) => _dashboard?.Finish(text);

    public async ValueTask DisposeAsync()
    {
        if (_dashboard is not null)
        {
            await _dashboard.DisposeAsync();
        }

        if (_metrics is not null)
        {
            await _metrics.DisposeAsync();
        }

        _collector?.Dispose();
    }
}
