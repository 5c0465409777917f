using Microsoft.Extensions.Logging;
using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Telemetry;
using Murmuration.Agent.Training;
using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Simulation;

/// <summary>All agents as tasks of this process, at most so many computing at a time as there are threads.</summary>
internal sealed class InProcessFleet(
    IReadOnlyList<AgentSetup> agents,
    ModelPlan plan,
    Func<IReadOnlyList<Resumption>, IReadOnlyList<Resumption>> reconcile,
    OpenFleet openAsync,
    int threads,
    OtlpExport? export,
    TimeProvider time,
    ILogger logger) : IFleet
{
    private readonly List<CheckpointPlan?> _checkpoints =
        [.. agents.Select(agent => CheckpointPlan.For(agent, plan, logger))];

    private readonly List<RunControl> _controls = [.. agents.Select(_ => new RunControl())];

    public async Task RunAsync(IMetricsSink sink, CancellationToken stopping)
    {
        var resumptions = Begin();
        var meters = export is null ? [] : Measure();
        using var turns = new AgentThreads(threads, agents.Count);
        var exchanges = await openAsync(agents, plan, resumptions, turns, stopping);
        await using var stop = stopping.Register(StopTogether);
        var tasks = Enumerable.Range(0, agents.Count)
            .Select(index => turns.StartAsync(
                index,
                () => RunAsync(
                    index,
                    resumptions[index],
                    exchanges[index],
                    export is null ? sink : new SinkGroup(sink, meters[index]))))
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

            // What is only looked at on demand must be looked at before it is gone.
            export?.Flush();
            meters.ForEach(meter => meter.Dispose());
            foreach (var agent in agents)
            {
                agent.Device.Dispose();
            }

            _controls.ForEach(control => control.Dispose());
        }
    }

    private List<Resumption> Begin()
    {
        var found = reconcile([.. _checkpoints.Select(plan => plan?.Find() ?? Resumption.None)]);
        return [.. found.Zip(_checkpoints, (resumption, plan) => plan?.Begin(resumption) ?? resumption)];
    }

    private List<AgentMeter> Measure()
    {
        var meters = new List<AgentMeter>();
        foreach (var (setup, control) in agents.Zip(_controls))
        {
            meters.Add(new(setup, control, new(setup, control, time), time));
            _checkpoints[meters.Count - 1]?.MeasureBy(meters[^1]);
        }

        return meters;
    }

    /// <summary>One agent asks all to stop after the same round; agents that never talk end each by itself.</summary>
    private void StopTogether()
    {
        if (AlgorithmCatalog.UsesNetwork(agents[0].Run.Algorithm.Name))
        {
            _controls[0].StopAll();
        }
        else
        {
            _controls.ForEach(control => control.End());
        }
    }

    private async Task RunAsync(int index, Resumption resumption, IRoundExchange exchange, IMetricsSink sink)
    {
        var setup = agents[index];
        using var file = setup.Output is null
            ? null
            : JsonLinesSink.ForAgent(
                setup.Output, setup.Id, resumption.Rounds, time,
                reason => AgentLog.NoMetrics(logger, setup.Id, reason));
        var sinks = file is null ? sink : new SinkGroup(file, sink);
        var run = new AgentRun(
            setup, plan, exchange, resumption, _checkpoints[index], _controls[index], sinks, time, logger);
        await EndAllOnFailureAsync(run, exchange);
    }

    /// <summary>An agent that fails must not leave its neighbours waiting.</summary>
    private async Task EndAllOnFailureAsync(AgentRun run, IRoundExchange exchange)
    {
        var ended = false;
        try
        {
            await run.RunAsync();
            ended = true;
        }
        finally
        {
            if (!ended)
            {
                _controls.ForEach(control => control.End());
                await exchange.DisposeAsync();
            }
        }
    }
}
