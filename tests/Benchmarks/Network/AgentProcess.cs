using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Murmuration.Agent.Algorithms;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Transport;
using Murmuration.Gossip.Transport.Identities;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;

namespace Murmuration.Benchmarks.Network;

/// <summary>
/// One agent in a process of its own, on the exchange and the mixing of a real run. Says "ready PORT", reads the ports
/// of all agents, and answers each line "ROUNDS" with what those rounds took.
/// </summary>
internal static class AgentProcess
{
    /// <summary>The first argument of a process that is an agent.</summary>
    public const string Mode = "agent-process";

    /// <summary>Runs an agent until its input ends.</summary>
    /// <param name="args">Agent, number of agents, floats in a message, "mix" or "pass", "local" or "tcp", folder of
    /// keys or "-".</param>
    public static async Task RunAsync(IReadOnlyList<string> args)
    {
        var (agent, agents, floats) = (Number(args[0]), Number(args[1]), Number(args[2]));
        var socket = TcpNeighbourhood.BindLoopback(1)[0];
        Answer($"ready {((IPEndPoint)socket.LocalEndPoint!).Port}");
        var ports = Console.In.ReadLine()!.Split(',').Select(Number).ToArray();
        using var identity = args[5] == "-" ? null : TlsIdentity.Load(args[5], $"a{agent}");
        var options = new TcpNeighbourhoodOptions
        {
            Schedule = AgentNetwork.Ring(agents, ports),
            AgentIndex = agent,
            RunId = "benchmark",
            ModelFingerprint = "none",
            VectorLength = floats,
            ListenSocket = socket,
            Identity = identity,
            LocalLinks = args[4] == "local",
        };
        await using var exchange = await TcpNeighbourhood.OpenAsync(options, NullLogger.Instance);
        Answer("0");
        await ServeAsync(exchange, floats, args[3] == "mix");
    }

    private static async Task ServeAsync(IRoundExchange exchange, int floats, bool mixes)
    {
        using var device = new HostDevice();
        var message = device.Allocate(floats);
        device.Fill(1, message);
        var (mixed, mixer) = (device.Allocate(floats), new Mixer(device, floats));
        for (var next = 0; Console.In.ReadLine() is { } line;)
        {
            // The first round brings the agents together. All waiting is in this method, so that it allocates nothing.
            var (first, before) = (next, default(AgentUse));
            for (var end = first + Number(line); next <= end; next++)
            {
                before = next == first + 1 ? AgentUse.Now(exchange) : before;
                var messages = await exchange.ExchangeAsync(next, device.Stage(message), default);
                if (mixes)
                {
                    mixer.Mix(messages, mixed);
                }
            }

            Answer(AgentUse.Now(exchange).Since(before).ToLine());
        }
    }

    private static void Answer(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
