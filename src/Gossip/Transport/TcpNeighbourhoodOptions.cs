using System.Net.Sockets;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Transport.Identities;

namespace Murmuration.Gossip.Transport;

/// <summary>What an agent must know to meet its neighbours over TCP.</summary>
public sealed record TcpNeighbourhoodOptions
{
    /// <summary>The links of every round, with the agents' addresses; the same at all agents.</summary>
    public required TopologySchedule Schedule { get; init; }

    /// <summary>Index of this agent in the schedule, 0-based.</summary>
    public required int AgentIndex { get; init; }

    /// <summary>Names the run; agents of different runs refuse each other. At most 128 bytes of UTF-8.</summary>
    public required string RunId { get; init; }

    /// <summary>Names model and loss; agents with different ones refuse each other. At most 128 bytes.</summary>
    public required string ModelFingerprint { get; init; }

    /// <summary>Floats in every round message.</summary>
    public required int VectorLength { get; init; }

    /// <summary>Float64 values in every round message, at most 16.</summary>
    public int ScalarCount { get; init; }

    /// <summary>Where to listen, as host:port, when that is not the address in the schedule (containers, NAT);
    /// 0.0.0.0 or [::] for all interfaces.</summary>
    public string? ListenAddress { get; init; }

    /// <summary>A bound socket to listen on instead; the exchange owns it from then on.</summary>
    public Socket? ListenSocket { get; init; }

    /// <summary>Keys for TLS on every link; the caller disposes of it after the exchange. Null is plain TCP, which is
    /// allowed on loopback only.</summary>
    public TlsIdentity? Identity { get; init; }

    /// <summary>Allows plain TCP beyond this machine, with a warning.</summary>
    public bool Insecure { get; init; }

    /// <summary>How long to wait at the start for neighbours that have not appeared. 120 s: agents are started by
    /// hand or by a scheduler, one after another.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How long a neighbour may be away during the run. 60 s: longer than a switch or a router needs to
    /// restart.</summary>
    public TimeSpan LinkTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often an idle connection carries a sign of life; half of <see cref="LinkTimeout"/> without any
    /// ends the connection.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a connection may take for its handshake.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a neighbour's name may be unknown to the resolver before that counts as a wrong address.
    /// 15 s: names in a cluster appear a little after the agents.</summary>
    public TimeSpan ResolveTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long to wait when leaving until the neighbours have taken what was sent.</summary>
    public TimeSpan LeaveTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Seed of the run; the pauses between attempts to dial derive from it.</summary>
    public int Seed { get; init; }

    /// <summary>Connections that may be in their handshake at once, those of one address at most three quarters of
    /// them; more are refused.</summary>
    public int MaxHalfOpen { get; init; } = 64;

    /// <summary>Handshakes that one address may begin at once and per second; of all addresses together, four times as
    /// many. Null: 4 per neighbour and 16 more, which neighbours at one address do not reach by redialing.</summary>
    public int? HandshakesPerSecond { get; init; }

    /// <summary>How often a line in the log says whom this agent waits for.</summary>
    public TimeSpan WaitingLogInterval { get; init; } = TimeSpan.FromSeconds(5);

    internal string AgentId => Schedule.Agents[AgentIndex].Id;
}
