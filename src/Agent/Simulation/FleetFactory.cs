using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Agent.Identity;
using Murmuration.Agent.Reports.Runs;
using Murmuration.Agent.Telemetry;
using Murmuration.Agent.Training;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Transport;
using Murmuration.Gossip.Transport.Identities;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Simulation;

/// <summary>Sets the agents of a simulation up for the transport that was asked for.</summary>
internal sealed class FleetFactory(
    SimulationOptions options,
    TopologySchedule schedule,
    DatasetPair data,
    IReadOnlyList<int[]> partitions,
    OtlpExport? export,
    TimeProvider time,
    ILoggerFactory loggers)
{
    /// <summary>Longer than any round that is worth waiting for.</summary>
    private const double PatientSeconds = 300;

    private readonly ILogger _logger = loggers.CreateLogger("murmur");

    /// <summary>What a run is made from.</summary>
    public RunOrigin OriginOf(RunOptions run)
    {
        var model = ModelPlan.For(run, data).Model;
        return RunOrigin.Here(data.Description, model.Description, model.WeightCount, options.Threads, time);
    }

    /// <summary>The fleet that trains together.</summary>
    /// <param name="run">What is trained.</param>
    /// <param name="origin">What that is made from, noted for the report.</param>
    public IFleet Create(RunOptions run, RunOrigin origin)
    {
        if (options.Tls)
        {
            KeyMaker.Complete(new(options.KeysFolder), schedule.Agents.Select(agent => agent.Id), time);
        }

        run = WithPartition(run with { Links = Patient(run.Links) });
        RunFolder.Note(
            options.Output, run, options.Transport == TransportKind.Process ? OnFreePorts() : schedule, origin);
        return CreateFor(run);
    }

    /// <summary>The fleet whose agents never talk; it keeps no weights.</summary>
    public IFleet CreateAlone(RunOptions run) => CreateInMemory(run, output: null, measure: null);

    private IFleet CreateFor(RunOptions run) => options.Transport switch
    {
        TransportKind.Process => CreateProcesses(),
        TransportKind.Tcp => CreateInProcess(run, options.Output, static agents => agents, OpenTcpAsync, export),
        _ => CreateInMemory(run, options.Output, export),
    };

    /// <summary>Agents that share a machine may be slow for good reasons, and a missed deadline would change the bits.
    /// </summary>
    private static LinkOptions Patient(LinkOptions links) => links with { Local = true } == new LinkOptions()
        ? links with { DeadlineFloor = PatientSeconds, DeadlineCeiling = 2 * PatientSeconds }
        : links;

    /// <summary>The daemons read the files that the run's report shows.</summary>
    private ProcessFleet CreateProcesses() => new(
        [.. schedule.Agents.Select(agent => agent.Id)],
        Path.Combine(options.Output, RunFolder.TopologyFileName),
        Path.Combine(options.Output, RunFolder.RunFileName),
        options);

    /// <summary>A run file without a partition would give every daemon all rows.</summary>
    private static RunOptions WithPartition(RunOptions run) =>
        run with { Data = run.Data with { Partition = run.Data.Partition ?? new PartitionOptions() } };

    private InProcessFleet CreateInMemory(RunOptions run, string? output, OtlpExport? measure) =>
        CreateInProcess(run, output, Resumption.Together, OpenMemoryAsync, measure);

    private InProcessFleet CreateInProcess(
        RunOptions run,
        string? output,
        Func<IReadOnlyList<Resumption>, IReadOnlyList<Resumption>> reconcile,
        OpenFleet openAsync,
        OtlpExport? measure)
    {
        var plan = ModelPlan.For(run, data, options.InitialWeights);
        var test = new TestSet(data.Test);
        var threadsEach = Math.Max(1, options.Threads / partitions.Count);
        var largest = partitions.Max(rows => rows.Length);
        var device = ComputeDevice.Decide(options.Device, run, plan, largest, threadsEach, time);
        // A host device of one thread holds nothing but what all may use.
        var shared = device.Name == DeviceCatalog.Host && threadsEach == 1
            ? DeviceCatalog.Open(DeviceCatalog.Host, threadsEach)
            : null;
        var agents = partitions.Select((rows, index) => new AgentSetup
        {
            Schedule = schedule,
            AgentIndex = index,
            Run = run,
            Partition = data.Train.Select(rows),
            Scale = data.Scale,
            Test = device.Name == DeviceCatalog.Host ? test : new TestSet(data.Test),
            Device = shared ?? DeviceCatalog.Open(device.Name, threadsEach),
            Output = output,
            IsFresh = options.Fresh,
        });
        return new InProcessFleet([.. agents], plan, reconcile, openAsync, options.Threads, measure, time, _logger);
    }

    private Task<IReadOnlyList<IRoundExchange>> OpenMemoryAsync(
        IReadOnlyList<AgentSetup> agents,
        ModelPlan plan,
        IReadOnlyList<Resumption> resumptions,
        AgentThreads threads,
        CancellationToken cancellation)
    {
        var run = agents[0].Run;
        return Task.FromResult(InMemoryNetwork.Create(
            schedule,
            plan.MessageLength(run),
            AlgorithmCatalog.MessageShape(run.Algorithm).Scalars,
            resumptions.Max(resumption => resumption.Rounds) - 1,
            letterLength: plan.LetterLength(run, schedule),
            letterCapacity: AlgorithmCatalog.LetterCapacity(run.Algorithm),
            life: resumptions.Max(resumption => resumption.Life) + 1,
            wake: threads.WakeOf));
    }

    private async Task<IReadOnlyList<IRoundExchange>> OpenTcpAsync(
        IReadOnlyList<AgentSetup> agents,
        ModelPlan plan,
        IReadOnlyList<Resumption> resumptions,
        AgentThreads threads,
        CancellationToken cancellation)
    {
        var sockets = TcpNeighbourhood.BindLoopback(schedule.Agents.Count);
        var onLoopback = At(sockets);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var opening = agents.Select((setup, index) => OpenAsync(
            Neighbourhoods.Options(setup, plan, resumptions[index]) with
            {
                Schedule = onLoopback,
                ListenSocket = sockets[index],
                LocalLinks = false,
                Wake = threads.WakeOf(index),
                Identity = options.Tls ? TlsIdentity.Load(options.KeysFolder, setup.Id, time) : null,
            },
            giveUp)).ToList();
        return await Task.WhenAll(opening);
    }

    /// <summary>When one agent cannot open, the others must not wait for it.</summary>
    private async Task<IRoundExchange> OpenAsync(TcpNeighbourhoodOptions options, CancellationTokenSource giveUp)
    {
        try
        {
            return await Neighbourhoods.OpenAsync(options, _logger, time, giveUp.Token);
        }
        catch (ExchangeException)
        {
            await giveUp.CancelAsync();
            throw;
        }
    }

    /// <summary>
    /// The schedule on ports that are free now; all are held until the last is found, so that none comes twice.
    /// </summary>
    private TopologySchedule OnFreePorts()
    {
        var sockets = TcpNeighbourhood.BindLoopback(schedule.Agents.Count);
        try
        {
            return At(sockets);
        }
        finally
        {
            foreach (var socket in sockets)
            {
                socket.Dispose();
            }
        }
    }

    private TopologySchedule At(IReadOnlyList<Socket> sockets) => schedule.WithAddresses([.. schedule.Agents.Zip(
        sockets,
        (agent, socket) => new AgentAddress(agent.Id, "127.0.0.1", ((IPEndPoint)socket.LocalEndPoint!).Port))]);
}
