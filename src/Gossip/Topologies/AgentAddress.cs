namespace Murmuration.Gossip.Topologies;

/// <summary>An agent and where it listens.</summary>
/// <param name="Id">The agent's name, unique in the schedule: 1 to 64 ASCII letters, digits, dots, dashes or
/// underscores.</param>
/// <param name="Host">A host name, an IPv4 address, or an IPv6 address without brackets.</param>
/// <param name="Port">The TCP port, 1 to 65,535 in files; 0 stands for any free port where code sets it.</param>
public sealed record AgentAddress(string Id, string Host, int Port)
{
    /// <summary>The port of the first agent where a file gives none.</summary>
    public const int DefaultBasePort = 7700;

    /// <summary>Where it stands in drawings, or null where nobody says.</summary>
    public AgentPosition? Position { get; init; }

    /// <summary>The address as a file writes it: <c>host:port</c>, with brackets around an IPv6 address.</summary>
    public string Address => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    /// <summary>Agents a0, a1, … on 127.0.0.1, one port after the other.</summary>
    public static IReadOnlyList<AgentAddress> Loopback(int count, int basePort = DefaultBasePort) =>
        [.. Enumerable.Range(0, count).Select(i => new AgentAddress($"a{i}", "127.0.0.1", basePort + i))];

    /// <inheritdoc/>
    public override string ToString() => $"{Id} ({Address})";
}
