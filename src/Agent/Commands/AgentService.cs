using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Control;
using Murmuration.Agent.Data;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Training;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Transport.Identities;
using Murmuration.Kernels.Devices.Host;

namespace Murmuration.Agent.Commands;

/// <summary>The hosted service of the daemon: one agent from its files to its final weights.</summary>
internal sealed class AgentService(
    AgentOptions options,
    RunOptions run,
    TimeProvider time,
    ILogger<AgentService> logger,
    IHostApplicationLifetime lifetime)
    : BackgroundService
{
    /// <summary>What others may ask of the agent.</summary>
    public RunControl Control { get; } = new();

    /// <summary>0 when the agent ended in order, also when it was asked to stop.</summary>
    public int ExitCode { get; private set; } = 1;

    public override void Dispose()
    {
        Control.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        ExitCode = await CommandErrors.GuardAsync(() => RunAsync(stoppingToken));
        lifetime.StopApplication();
    }

    private async Task<int> RunAsync(CancellationToken stopping)
    {
        var schedule = TopologySchedule.Load(options.Topology);
        foreach (var warning in AlgorithmFit.Require(run.Algorithm, schedule))
        {
            AgentLog.Unwise(logger, options.Id, warning);
        }

        var index = schedule.IndexOf(options.Id);
        if (index < 0)
        {
            var known = string.Join(", ", schedule.Agents.Take(20).Select(agent => agent.Id));
            throw new ConfigurationException(
                $"--id {options.Id}: no such agent in {options.Topology}; it names {known}");
        }

        using var folder = FolderLock.Take(Path.Combine(options.Output, options.Id));
        using var identity = options.Keys is { } keys ? TlsIdentity.Load(keys, options.Id, time) : null;
        var data = DataLoader.Load(run.Data, options.DataDirectory, run.Seed);
        using var device = new HostDevice(options.Threads);
        var setup = new AgentSetup
        {
            Schedule = schedule,
            AgentIndex = index,
            Run = run,
            Partition = OwnRows(data.Train, schedule, index),
            Scale = data.Scale,
            Test = new TestSet(data.Test),
            Device = device,
            Output = options.Output,
            IsFresh = options.Fresh,
        };
        await using var end = stopping.Register(Control.End);
        try
        {
            await RunAsync(setup, ModelPlan.For(run, data), identity);
        }
        catch (OperationCanceledException) when (Control.Ending.IsCancellationRequested)
        {
            AgentLog.StoppedAlone(logger, options.Id);
        }

        return 0;
    }

    private async Task RunAsync(AgentSetup setup, ModelPlan plan, TlsIdentity? identity)
    {
        await using var listener = ControlListener.TryStart(setup, Control, time, logger);
        var checkpoints = CheckpointPlan.For(setup, plan, logger)!;
        var resumption = checkpoints.Begin(checkpoints.Find());
        var neighbourhood = Neighbourhoods.Options(setup, plan, resumption) with
        {
            ListenAddress = options.Listen,
            Identity = identity,
            Insecure = options.Insecure,
            ConnectTimeout = options.ConnectTimeout,
        };
        using var file = JsonLinesSink.ForAgent(options.Output, setup.Id, resumption.Rounds);
        using var view = AgentView.Create(options.Report, run.Rounds, setup.Schedule.Agents.Count, time);
        await using var exchange = await Neighbourhoods.OpenAsync(neighbourhood, logger, time, Control.Ending);
        var sink = new SinkGroup(file, view);
        await new AgentRun(setup, plan, exchange, resumption, checkpoints, Control, sink, time, logger).RunAsync();
    }

    /// <summary>
    /// A partition in the run file means that the file holds everybody's rows; otherwise all rows are this agent's.
    /// </summary>
    private Dataset OwnRows(Dataset all, TopologySchedule schedule, int index) => run.Data.Partition is { } partition
        ? all.Select(RowShares.Deal(all, partition, schedule, run.Seed)[index])
        : RowShares.HoldsRows(schedule, index) ? all : all.Select([]);
}
