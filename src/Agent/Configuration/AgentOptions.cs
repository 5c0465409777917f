using System.Net;
using Murmuration.Agent.Telemetry;

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

    /// <summary>File of the weights to begin with; null for weights drawn from the seed.</summary>
    public string? InitialWeights { get; init; }

    /// <summary>Where the numerics run: auto, host, or a name that <c>murmur devices</c> lists.</summary>
    public required string Device { get; init; }

    /// <summary>Whether it begins anew, whatever checkpoints there are.</summary>
    public bool Fresh { get; init; }

    /// <summary>Whether it begins anew where the run in its folder has come to its end; else it ends at once.</summary>
    public bool RepeatsDone { get; init; }

    /// <summary>How long neighbours may take to appear.</summary>
    public required TimeSpan ConnectTimeout { get; init; }

    /// <summary>Standard output shows the end only.</summary>
    public bool Quiet { get; init; }

    /// <summary>Standard output is JSON lines.</summary>
    public bool Json { get; init; }

    /// <summary>Whether it ends with a report.</summary>
    public bool WritesReport { get; init; } = true;

    /// <summary>Where the web server listens; null without one.</summary>
    public IPEndPoint? Dashboard { get; init; }

    /// <summary>Where metrics and health are served; null for nowhere else than with the dashboard.</summary>
    public IPEndPoint? Metrics { get; init; }

    /// <summary>Whether and where metrics and traces are exported.</summary>
    public OtlpOptions? Otlp { get; init; }

    /// <summary>Whether anything is served over HTTP.</summary>
    public bool IsServed => (Dashboard ?? Metrics) is not null;

    /// <summary>Whether anybody may ask for its measurements.</summary>
    public bool IsMeasured => IsServed || Otlp is not null;
}
