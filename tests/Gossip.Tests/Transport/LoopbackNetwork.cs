using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Transport;

namespace Murmuration.Gossip.Tests;

/// <summary>All agents of a schedule in one process, connected over loopback TCP on free ports.</summary>
internal static class LoopbackNetwork
{
    public static async Task<IReadOnlyList<IRoundExchange>> OpenAsync(
        TopologySchedule schedule,
        int vectorLength,
        int scalarCount,
        Func<TcpNeighbourhoodOptions, TcpNeighbourhoodOptions>? change = null)
    {
        var options = Options(schedule, vectorLength, scalarCount);
        return await Task.WhenAll(options.Select(
            one => TcpNeighbourhood.OpenAsync(change?.Invoke(one) ?? one, NullLogger.Instance)));
    }

    /// <summary>The options of an agent that cannot reach another: nobody listens at the port that it knows.</summary>
    public static TcpNeighbourhoodOptions CutOff(TcpNeighbourhoodOptions options, int neighbour) => options with
    {
        Schedule = options.Schedule.WithAddresses(
            [.. options.Schedule.Agents.Select((agent, i) => i == neighbour ? agent with { Port = 1 } : agent)]),
    };

    /// <summary>The options of every agent; each has its socket bound already.</summary>
    public static TcpNeighbourhoodOptions[] Options(TopologySchedule schedule, int vectorLength, int scalarCount)
    {
        var sockets = TcpNeighbourhood.BindLoopback(schedule.Agents.Count);
        var addressed = schedule.WithAddresses(
            [.. sockets.Select((socket, i) => new AgentAddress(
                schedule.Agents[i].Id, "127.0.0.1", ((IPEndPoint)socket.LocalEndPoint!).Port))]);
        return [.. sockets.Select((socket, i) => new TcpNeighbourhoodOptions
        {
            Schedule = addressed,
            AgentIndex = i,
            RunId = "test",
            ModelFingerprint = "model",
            VectorLength = vectorLength,
            ScalarCount = scalarCount,
            ListenSocket = socket,
            LocalLinks = false,
            Seed = 1,
        })];
    }
}
