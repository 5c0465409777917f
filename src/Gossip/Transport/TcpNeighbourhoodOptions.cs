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

    /// <summary>Most floats in a letter, the same at all agents; 0 for runs without letters.</summary>
    public int LetterLength { get; init; }

    /// <summary>Letters that a neighbour may have sent before this agent has taken any of them, the same at all
    /// agents. As many wait at either end of a link at most, in each direction.</summary>
    public int LetterCapacity { get; init; } = Exchange.LetterLimits.DefaultCapacity;

    /// <summary>
    /// Rounds of the run, the same at all agents. A neighbour that speaks of later ones breaks a rule.
    /// </summary>
    public int Rounds { get; init; } = Protocol.FrameFormat.MaxRound;

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

    /// <summary>Lets neighbours of the same user on this machine, whose links are plain, spare the network stack, and
    /// read messages where they lie if the system allows it; false for loopback TCP in any case.</summary>
    public bool LocalLinks { get; init; } = true;

    /// <summary>How long to wait at the start for neighbours that have not appeared. 120 s: agents are started by
    /// hand or by a scheduler, one after another.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How long a connection may last that is good for nothing: half of it without any sign of life ends the
    /// connection, which is then dialed again.</summary>
    public TimeSpan LinkTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The least time that a round waits for its neighbours. 5 s: longer than a collection, an evaluation or
    /// the writing of a checkpoint takes.</summary>
    public TimeSpan DeadlineFloor { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest time that a round waits for its neighbours, and what the first rounds wait.</summary>
    public TimeSpan DeadlineCeiling { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A neighbour that has been away for so long is declared dead and taken out of the sum; null
    /// never.</summary>
    public TimeSpan? DeadAfter { get; init; }

    /// <summary>What <see cref="Exchange.IRoundExchange.SaveState"/> gave when this agent ended in order; null for a
    /// new life.</summary>
    public ReadOnlyMemory<byte>? State { get; init; }

    /// <summary>What everybody is to know of this agent from its first moment on, at most 4 KiB.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The last round that an earlier life of this agent has done and saved, −1 for none.</summary>
    public int LastRound { get; init; } = -1;

    /// <summary>How much later than the agent with the lower index the other one dials, at the start and after a
    /// loss. 300 ms: a handshake within a continent.</summary>
    public TimeSpan HeadStart { get; init; } = TimeSpan.FromMilliseconds(300);

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

    /// <summary>Where the agent goes on after a wait; the thread pool by default.</summary>
    public Action<IThreadPoolWorkItem>? Wake { get; init; }

    internal string AgentId => Schedule.Agents[AgentIndex].Id;
}
