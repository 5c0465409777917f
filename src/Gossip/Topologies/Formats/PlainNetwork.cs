namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>What files of any program can say: agents, and the links of one round.</summary>
internal sealed record PlainNetwork
{
    /// <summary>What the file calls the network, or null.</summary>
    public string? Name { get; init; }

    /// <summary>Whether links go one way.</summary>
    public required bool Directed { get; init; }

    /// <summary>All agents, in agent order.</summary>
    public required IReadOnlyList<PlainAgent> Agents { get; init; }

    /// <summary>Ascending, each pair once; undirected ones with the lower index first. Weights are numbers of any
    /// meaning.</summary>
    public required IReadOnlyList<Link> Links { get; init; }

    /// <summary>What was left out or merged on reading, one sentence each.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>What is lost where positions cannot be written.</summary>
    public IEnumerable<string> LostPositions() =>
        Agents.Any(agent => agent.Position is not null) ? ["the agents' positions are left out"] : [];
}
