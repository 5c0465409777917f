using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Agent.Identity;
using Murmuration.Agent.Training;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Transport;
using Murmuration.Gossip.Transport.Identities;
using Murmuration.Kernels.Devices.Host;

namespace Murmuration.Agent.Simulation;

/// <summary>Sets the agents of a simulation up for the transport that was asked for.</summary>
internal sealed class FleetFactory(
    SimulationOptions options,
    TopologySchedule schedule,
    DatasetPair data,
    IReadOnlyList<int[]> partitions,
    TimeProvider time,
    ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger("murmur");

    /// <summary>The fleet that trains together.</summary>
    public IFleet Create(RunOptions run)
    {
        if (options.Tls)
        {
            KeyMaker.Complete(new(options.KeysFolder), schedule.Agents.Select(agent => agent.Id), time);
        }

        return CreateFor(run);
    }

    /// <summary>The fleet whose agents never talk; it keeps no weights.</summary>
    public IFleet CreateAlone(RunOptions run) =>
        CreateInProcess(run, output: null, (plan, _) => OpenMemoryAsync(run, plan));

    private IFleet CreateFor(RunOptions run) => options.Transport switch
    {
        TransportKind.Process => CreateProcesses(run),
        TransportKind.Tcp => CreateInProcess(run, options.Output, (plan, token) => OpenTcpAsync(run, plan, token)),
        _ => CreateInProcess(run, options.Output, (plan, _) => OpenMemoryAsync(run, plan)),
    };

    private ProcessFleet CreateProcesses(RunOptions run)
    {
        Directory.CreateDirectory(options.Output);
        var topologyPath = Path.Combine(options.Output, "topology.json");
        var runPath = Path.Combine(options.Output, "run.json");
        OnFreePorts().Save(topologyPath);
        File.WriteAllText(runPath, RunFile.ToJson(WithPartition(run)));
        return new ProcessFleet([.. schedule.Agents.Select(agent => agent.Id)], topologyPath, runPath, options);
    }

    /// <summary>A run file without a partition would give every daemon all rows.</summary>
    private static RunOptions WithPartition(RunOptions run) =>
        run with { Data = run.Data with { Partition = run.Data.Partition ?? new PartitionOptions() } };

    private InProcessFleet CreateInProcess(
        RunOptions run,
        string? output,
        Func<ModelPlan, CancellationToken, Task<IReadOnlyList<IRoundExchange>>> openAsync)
    {
        var plan = ModelPlan.For(run, data);
        var test = new TestSet(data.Test.Copy());
        var threadsEach = Math.Max(1, options.Threads / partitions.Count);
        var agents = partitions.Select((rows, index) => new AgentSetup
        {
            Schedule = schedule,
            AgentIndex = index,
            Run = run,
            Partition = data.Train.Select(rows),
            Scale = data.Scale,
            Test = test,
            Device = new HostDevice(threadsEach),
            Output = output,
        });
        return new InProcessFleet([.. agents], plan, token => openAsync(plan, token), options.Threads, time, _logger);
    }

    private Task<IReadOnlyList<IRoundExchange>> OpenMemoryAsync(RunOptions run, ModelPlan plan) =>
        Task.FromResult(InMemoryNetwork.Create(
            schedule, plan.MessageLength(run), AlgorithmCatalog.MessageShape(run.Algorithm).Scalars));

    private async Task<IReadOnlyList<IRoundExchange>> OpenTcpAsync(
        RunOptions run, ModelPlan plan, CancellationToken cancellation)
    {
        var sockets = TcpNeighbourhood.BindLoopback(schedule.Agents.Count);
        var onLoopback = At(sockets);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var opening = sockets.Select((socket, index) => OpenAsync(
            Neighbourhoods.Options(onLoopback, index, run, plan) with
            {
                ListenSocket = socket,
                Identity = options.Tls ? TlsIdentity.Load(options.KeysFolder, schedule.Agents[index].Id, time) : null,
            },
            giveUp)).ToList();
        return await Task.WhenAll(opening);
    }

    /// <summary>When one agent cannot open, the others must not wait for it.</summary>
    private async Task<IRoundExchange> OpenAsync(TcpNeighbourhoodOptions options, CancellationTokenSource giveUp)
    {
        try
        {
            return await TcpNeighbourhood.OpenAsync(options, _logger, time, giveUp.Token);
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
