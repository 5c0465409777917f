using System.Globalization;
using Murmuration.Agent.Identity;
using Murmuration.Benchmarks.Table;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Benchmarks.Network;

/// <summary>Agents on a ring, each in a process of its own, that exchange messages.</summary>
internal sealed class AgentNetwork : IDisposable
{
    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        // As the daemon's own settings say.
        ["DOTNET_gcConcurrent"] = "0",
    };

    private readonly PeerProcess[] _agents;
    private readonly DirectoryInfo? _keys;

    /// <summary>Starts the agents and lets them meet.</summary>
    /// <param name="agents">How many.</param>
    /// <param name="floats">Floats in a message.</param>
    /// <param name="mixes">Whether they mix what they receive.</param>
    /// <param name="isLocal">Whether they take the short way within a machine, else loopback TCP.</param>
    /// <param name="isSecure">Whether all links are TLS.</param>
    public AgentNetwork(int agents, int floats, bool mixes, bool isLocal, bool isSecure = false)
    {
        _keys = isSecure ? MakeKeys(agents) : null;
        _agents = new PeerProcess[agents];
        for (var i = 0; i < agents; i++)
        {
            string[] command =
            [
                Environment.ProcessPath!, AgentProcess.Mode, Text(i), Text(agents), Text(floats),
                mixes ? "mix" : "pass", isLocal ? "local" : "tcp", _keys?.FullName ?? "-",
            ];
            _agents[i] = PeerProcess.Start(command, Settings, out var reason)
                ?? throw new InvalidOperationException($"an agent did not start: {reason}");
        }

        // What an agent says first is its port; its answer to the ports of all is that it has met its neighbours.
        Ask(string.Join(',', _agents.Select(agent => agent.Version)));
    }

    /// <summary>The ring; two agents have one link.</summary>
    public static TopologySchedule Ring(int agents, IReadOnlyList<int> ports) => TopologySchedule.Periodic(
        "ring",
        [.. AgentAddress.Loopback(agents).Select((agent, i) => agent with { Port = ports[i] })],
        [[.. Enumerable.Range(0, agents == 2 ? 1 : agents).Select(i => new Link(i, (i + 1) % agents))]]);

    /// <summary>Lets all agents do so many rounds.</summary>
    public IReadOnlyList<AgentUse> Run(int rounds) => [.. Ask(Text(rounds)).Select(AgentUse.Of)];

    /// <summary>Ends the agents.</summary>
    public void Dispose()
    {
        foreach (var agent in _agents)
        {
            agent.Dispose();
        }

        _keys?.Delete(recursive: true);
    }

    private static DirectoryInfo MakeKeys(int agents)
    {
        var folder = Directory.CreateTempSubdirectory("murmur-keys-");
        var ids = AgentAddress.Loopback(agents).Select(agent => agent.Id);
        KeyMaker.Complete(new(folder.FullName), ids, TimeProvider.System);
        return folder;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private double[][] Ask(string line)
    {
        foreach (var agent in _agents)
        {
            agent.Send(line);
        }

        return [.. _agents.Select(agent => agent.Receive(line))];
    }
}
