using System.Net;
using Microsoft.Extensions.Logging;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Reports.Runs;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Web;

/// <summary>The web server of a run: its dashboard, and what else is served.</summary>
internal sealed class RunServer : IAsyncDisposable
{
    private readonly AgentWeb _web;
    private readonly Dashboard _dashboard;
    private int _isDisposed;

    private RunServer(AgentWeb web, Dashboard dashboard) => (_web, _dashboard) = (web, dashboard);

    /// <summary>Where it listens.</summary>
    public Uri Address => _web.Address;

    /// <summary>Starts to serve.</summary>
    /// <param name="address">Where.</param>
    /// <param name="look">Gives what is known of the agents now.</param>
    /// <param name="run">What is trained.</param>
    /// <param name="schedule">The network.</param>
    /// <param name="origin">What the run is made from.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logging">Whom it tells what goes wrong.</param>
    /// <param name="more">What is served beside the dashboard.</param>
    /// <exception cref="ConfigurationException">The address cannot be listened on.</exception>
    public static async Task<RunServer> StartAsync(
        IPEndPoint address,
        Func<NetworkSnapshot> look,
        RunOptions run,
        TopologySchedule schedule,
        RunOrigin origin,
        TimeProvider time,
        ILoggerFactory logging,
        params IReadOnlyList<IWebPart> more)
    {
        var observer = look().Observer is { Length: > 0 } agent ? agent : "the simulation";
        var history = new LiveHistory(look, run, schedule, origin);
        var dashboard = new Dashboard(
            history, new LiveNetwork(schedule), observer, time, logging.CreateLogger<Dashboard>());
        try
        {
            IWebPart[] parts = [dashboard, new NetworkPart(look), .. more];
            return new(
                await AgentWeb.StartAsync(address, parts, logging, NamesOf(schedule)),
                dashboard);
        }
        catch (ConfigurationException)
        {
            await dashboard.DisposeAsync();
            throw;
        }
    }

    /// <summary>Names that the agents' machines are known by.</summary>
    public static IEnumerable<string> NamesOf(TopologySchedule schedule) =>
        schedule.Agents.Select(agent => agent.Host);

    /// <summary>The run has come to its end in order.</summary>
    /// <param name="text">How, for those who watch.</param>
    public void Finish(string text) => _dashboard.Finish(text);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            await _dashboard.DisposeAsync();
            await _web.DisposeAsync();
        }
    }
}
