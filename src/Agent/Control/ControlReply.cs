using Murmuration.Agent.Metrics;

namespace Murmuration.Agent.Control;

/// <summary>An agent's answer to a request, one line of JSON.</summary>
internal sealed record ControlReply
{
    /// <summary>Name of the run.</summary>
    public required string Run { get; init; }

    /// <summary>Id of the agent.</summary>
    public required string Id { get; init; }

    /// <summary>Digest of the run, the topology and the agents' addresses: the same at all agents of a
    /// network.</summary>
    public required string Network { get; init; }

    /// <summary>Process id of the daemon.</summary>
    public required int Process { get; init; }

    /// <summary>Rounds done when it ended.</summary>
    public int? Rounds { get; init; }

    /// <summary>Why the request was not fulfilled.</summary>
    public string? Error { get; init; }

    /// <summary>What it knows of all agents.</summary>
    public NetworkSnapshot? Snapshot { get; init; }
}
