namespace Murmuration.Agent.Configuration;

/// <summary>What <c>murmur agent</c> was asked for, beside the run itself.</summary>
internal sealed record AgentOptions
{
    /// <summary>Id of this agent in the topology file.</summary>
    public required string Id { get; init; }

    /// <summary>The topology file.</summary>
    public required string Topology { get; init; }

    /// <summary>Address to listen on, or null for the one in the topology file.</summary>
    public string? Listen { get; init; }

    /// <summary>Folder with this agent's keys for TLS, or null for plain TCP.</summary>
    public string? Keys { get; init; }

    /// <summary>Plain TCP may leave this machine.</summary>
    public bool Insecure { get; init; }

    /// <summary>Folder that relative data paths of the run file start from.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Folder that receives weights and metrics.</summary>
    public required string Output { get; init; }

    /// <summary>Processor cores the agent may use.</summary>
    public required int Threads { get; init; }

    /// <summary>Whether it begins anew, whatever checkpoints there are.</summary>
    public bool Fresh { get; init; }

    /// <summary>How long neighbours may take to appear.</summary>
    public required TimeSpan ConnectTimeout { get; init; }

    /// <summary>What standard output shows.</summary>
    public required ReportKind Report { get; init; }
}
