using System.Globalization;
using Murmuration.Agent.Metrics;

namespace Murmuration.Agent.Simulation;

/// <summary>One daemon process per agent: <c>murmur agent</c>, as on a machine of its own.</summary>
/// <remarks>
/// A daemon reports by JSON lines on its standard output, logs to a file beside its weights, and ends in order when its
/// standard input closes: so none outlives the simulation, even when that is killed.
/// </remarks>
internal sealed class ProcessFleet(
    IReadOnlyList<string> agentIds, string topologyPath, string runPath, SimulationOptions options) : IFleet
{
    /// <summary>How long daemons may take to end after they were asked to.</summary>
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(20);

    public async Task RunAsync(IMetricsSink sink, CancellationToken stopping)
    {
        var daemons = new List<Daemon>();
        try
        {
            foreach (var id in agentIds)
            {
                daemons.Add(Daemon.Start(id, Arguments(id), Path.Combine(options.Output, id, "agent.log"), sink));
            }

            await WaitAsync(daemons, stopping);
        }
        finally
        {
            foreach (var daemon in daemons)
            {
                await daemon.DisposeAsync();
            }
        }
    }

    private static async Task WaitAsync(List<Daemon> daemons, CancellationToken stopping)
    {
        using var grace = new CancellationTokenSource();
        await using var stop = stopping.Register(() => daemons.Find(daemon => daemon.IsRunning)?.StopAll());
        var running = daemons.Select(daemon => daemon.WaitAsync(grace.Token)).ToList();
        var failures = new List<SimulationException>();
        while (running.Count > 0)
        {
            var ended = await Task.WhenAny(running);
            running.Remove(ended);
            try
            {
                await ended;
            }
            catch (SimulationException e)
            {
                failures.Add(e);
                EndAll(daemons, grace);
            }
        }

        if (failures.Count > 0)
        {
            throw failures[0];
        }
    }

    private static void EndAll(List<Daemon> daemons, CancellationTokenSource grace)
    {
        daemons.ForEach(daemon => daemon.RequestEnd());
        grace.CancelAfter(StopGrace);
    }

    private List<string> Arguments(string id) =>
    [
        "agent",
        "--id", id,
        "--topology", topologyPath,
        "--run", runPath,
        "--data-dir", options.DataDirectory,
        "--output", options.Output,
        "--device", options.Device,
        "--threads", Math.Max(1, options.Threads / agentIds.Count).ToString(CultureInfo.InvariantCulture),
        "--json",
        "--log", $"{options.Log.Format}",
        "--stop-with-input",
        "--no-report",
        .. options.Log.Level is { } level ? new[] { "--log-level", $"{level}" } : [],
        .. options.Otlp?.Endpoint is { } collector ? new[] { "--otlp", $"{collector}" } : [],
        .. options.InitialWeights is { } first ? new[] { "--initial-weights", first } : [],
        .. options.Fresh ? new[] { "--fresh" } : [],
        .. options.Tls ? new[] { "--keys", options.KeysFolder } : [],
    ];
}
