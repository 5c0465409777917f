using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Control;
using Murmuration.Agent.Data;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Reports;
using Murmuration.Agent.Reports.Runs;
using Murmuration.Agent.Telemetry;
using Murmuration.Agent.Training;
using Murmuration.Agent.Web;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Transport.Identities;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Commands;

/// <summary>The hosted service of the daemon: one agent from its files to its final weights.</summary>
internal sealed class AgentService(
    AgentOptions options,
    RunOptions run,
    TimeProvider time,
    ILogger<AgentService> logger,
    ILoggerFactory loggers,
    IHostApplicationLifetime lifetime)
    : BackgroundService
{
    /// <summary>What others may ask of the agent.</summary>
    public RunControl Control { get; } = new();

    /// <summary>0 when the agent ended in order, also when it was asked to stop.</summary>
    public int ExitCode { get; private set; } = 1;

    private string OwnFolder => Path.Combine(options.Output, options.Id);

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
        var schedule = ShippedFiles.LoadTopology(options.Topology);
        if (!schedule.HasAddresses)
        {
            throw new ConfigurationException($"{options.Topology}: does not say where agents listen; make a file that "
                + "does: murmur topology convert IN --addresses FILE -o OUT.json (lines of ID,HOST:PORT)");
        }

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

        using var folder = FolderLock.Take(OwnFolder);
        using var identity = options.Keys is { } keys ? TlsIdentity.Load(keys, options.Id, time) : null;
        var data = LoadData();
        var plan = ModelPlan.For(run, data, options.InitialWeights);
        var rows = OwnRows(data.Train, schedule, index);
        using var device = Open(plan, rows.Count);
        var setup = new AgentSetup
        {
            Schedule = schedule,
            AgentIndex = index,
            Run = run,
            Partition = rows,
            Scale = data.Scale,
            Test = new TestSet(data.Test),
            Device = device,
            Output = options.Output,
            IsFresh = options.Fresh,
        };
        await using var end = stopping.Register(Control.End);
        var origin = RunOrigin.Here(
            data.Description, plan.Model.Description, plan.Model.WeightCount, options.Threads, time);
        Note(schedule, origin);
        try
        {
            await RunAsync(setup, plan, origin, identity);
        }
        catch (OperationCanceledException) when (Control.Ending.IsCancellationRequested)
        {
            AgentLog.StoppedAlone(logger, options.Id);
            return 0;
        }
        catch (Exception e) when (e is DivergedException or ExchangeException)
        {
            Report();
            throw;
        }

        Report();
        return 0;
    }

    private DatasetPair LoadData()
    {
        using var progress = LoadProgressView.Create(options.Quiet || options.Json);
        var settings = new LoadSettings { Progress = progress, Folder = OwnFolder };
        var data = DataLoader.Load(run.Data, options.DataDirectory, run.Seed, settings);
        StreamedSamples.RequireMinibatch(run, data.Train);
        return data;
    }

    /// <summary>Beside the agent's metrics, unless a simulation has noted it for all its agents.</summary>
    private void Note(TopologySchedule schedule, RunOrigin origin)
    {
        if (Path.GetFullPath(options.Topology) != Path.Combine(options.Output, RunFolder.TopologyFileName))
        {
            RunFolder.Note(OwnFolder, run, schedule, origin);
        }
    }

    private void Report()
    {
        if (!options.WritesReport)
        {
            return;
        }

        var path = EndReport.TryWrite(OwnFolder, time, warning => AgentLog.NoReport(logger, options.Id, warning));
        if (path is not null && !options.Json)
        {
            Console.Out.WriteLine($"Report: {path}");
        }
        else if (path is not null)
        {
            AgentLog.Reported(logger, options.Id, path);
        }
    }

    /// <summary>Whatever starts daemons again, at a boot or because they have ended, costs no results.</summary>
    private void TellDone(int rounds)
    {
        if (!options.Json)
        {
            Console.Out.WriteLine(
                $"{options.Id}: the run in {OwnFolder} has done its {rounds:#,0} rounds; a larger 'rounds' prolongs "
                + "it, --fresh begins anew");
        }
    }

    private async Task RunAsync(AgentSetup setup, ModelPlan plan, RunOrigin origin, TlsIdentity? identity)
    {
        var watch = new NetworkWatch(setup, Control, time);
        await using var listener = ControlListener.TryStart(setup, Control, watch, time, logger);
        using var meter = options.IsMeasured ? new AgentMeter(setup, Control, watch, time) : null;
        using var export = options.Otlp is { } otlp ? OtlpExport.Start(otlp, setup.Id) : null;
        var health = new AgentHealth(Control, time);
        await using var servers = await AgentServers.StartAsync(options, setup, watch, origin, health, time, loggers);
        if (servers.Dashboard is { } address && options is { Json: false, Quiet: false })
        {
            Console.Out.WriteLine($"Dashboard: {address}");
        }

        var checkpoints = CheckpointPlan.For(setup, plan, logger)!;
        if (meter is not null)
        {
            checkpoints.MeasureBy(meter);
        }

        var found = checkpoints.Find();
        if (found.RoundsOfDone is { } done && !options.RepeatsDone)
        {
            TellDone(done);
            return;
        }

        var resumption = checkpoints.Begin(found);
        var neighbourhood = Neighbourhoods.Options(setup, plan, resumption) with
        {
            ListenAddress = options.Listen,
            Identity = identity,
            Insecure = options.Insecure,
            ConnectTimeout = options.ConnectTimeout,
        };
        using var file = JsonLinesSink.ForAgent(
            options.Output, setup.Id, resumption.Rounds, time,
            reason => AgentLog.NoMetrics(logger, setup.Id, reason));
        using var view = AgentView.Create(options, run.Rounds, setup.Schedule.Agents.Count, watch, time);
        await using var exchange = await Neighbourhoods.OpenAsync(neighbourhood, logger, time, Control.Ending);
        var sink = meter is null ? new SinkGroup(file, view) : new SinkGroup(file, view, meter, health);
        var agent = new AgentRun(setup, plan, exchange, resumption, checkpoints, Control, sink, time, logger);
        var end = await agent.RunAsync();
        servers.Finish(
            !end.Stopped ? $"the run has ended after {end.Rounds:#,0} rounds"
            : Control.Ending.IsCancellationRequested
                ? $"{end.Agent} was stopped after {end.Rounds:#,0} rounds; the others may go on"
            : $"the run was stopped after {end.Rounds:#,0} rounds");
    }

    private IDevice Open(ModelPlan plan, int rows)
    {
        var decision = ComputeDevice.Decide(options.Device, run, plan, rows, options.Threads, time);
        var device = DeviceCatalog.Open(decision.Name, options.Threads);
        AgentLog.Computes(logger, options.Id, device.Name, decision.Reason);
        return device;
    }

    /// <summary>
    /// A partition in the run file means that the file holds everybody's rows; otherwise all rows are this agent's.
    /// </summary>
    private Dataset OwnRows(Dataset all, TopologySchedule schedule, int index) => run.Data.Partition is { } partition
        ? all.Select(RowShares.Deal(all, partition, schedule, run.Seed)[index])
        : RowShares.HoldsRows(schedule, index) ? all : all.Select([]);
}
