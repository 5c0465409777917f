using Microsoft.Extensions.Logging;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Training;
using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Simulation;

/// <summary>All agents as tasks of this process, at most so many computing at a time as there are threads.</summary>
internal sealed class InProcessFleet(
    IReadOnlyList<AgentSetup> agents,
    ModelPlan plan,
    Func<CancellationToken, Task<IReadOnlyList<IRoundExchange>>> openAsync,
    int threads,
    TimeProvider time,
    ILogger logger) : IFleet
{
    public async Task RunAsync(IMetricsSink sink, CancellationToken stopping)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var exchanges = await openAsync(stop.Token);
        var scheduler = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, threads).ConcurrentScheduler;
        var tasks = agents
            .Zip(exchanges, (setup, exchange) => Task.Factory.StartNew(
                () => RunAsync(setup, exchange, sink, stop),
                CancellationToken.None,
                TaskCreationOptions.None,
                scheduler).Unwrap())
            .ToList();
        try
        {
            await Task.WhenAll(tasks);
        }
        finally
        {
            foreach (var exchange in exchanges)
            {
                await exchange.DisposeAsync();
            }

            foreach (var agent in agents)
            {
                agent.Device.Dispose();
            }
        }
    }

    private async Task RunAsync(
        AgentSetup setup, IRoundExchange exchange, IMetricsSink sink, CancellationTokenSource stop)
    {
        using var file = setup.Output is null ? null : JsonLinesSink.ForAgent(setup.Output, setup.Id);
        var sinks = file is null ? sink : new SinkGroup(file, sink);
        await StopAllOnFailureAsync(new AgentRun(setup, plan, exchange, sinks, time, logger), stop);
    }

    /// <summary>An agent that fails must not leave its neighbours waiting.</summary>
    private static async Task StopAllOnFailureAsync(AgentRun run, CancellationTokenSource stop)
    {
        var ended = false;
        try
        {
            await run.RunAsync(stop.Token);
            ended = true;
        }
        finally
        {
            if (!ended)
            {
                await stop.CancelAsync();
            }
        }
    }
}
