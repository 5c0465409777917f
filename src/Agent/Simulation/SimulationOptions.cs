using System.Net;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Telemetry;
using Murmuration.Agent.Training;

namespace Murmuration.Agent.Simulation;

/// <summary>What <c>murmur simulate</c> was asked for, beside the run itself.</summary>
internal sealed record SimulationOptions
{
    /// <summary>The topology file.</summary>
    public required string Topology { get; init; }

    /// <summary>Folder that relative data paths of the run file start from.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Folder that receives weights, metrics and logs.</summary>
    public required string Output { get; init; }

    /// <summary>How the agents run and talk.</summary>
    public TransportKind Transport { get; init; }

    /// <summary>Whether links use TLS, with keys made for this simulation in its output folder.</summary>
    public bool Tls { get; init; }

    /// <summary>Processor cores the whole simulation may use.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Where the numerics run: auto, host, or a name that <c>murmur devices</c> lists.</summary>
    public string Device { get; init; } = ComputeDevice.Auto;

    /// <summary>Folder of the keys for TLS.</summary>
    public string KeysFolder => Path.Combine(Output, "keys");

    /// <summary>File of the weights that all agents begin with; null for weights drawn from the seed.</summary>
    public string? InitialWeights { get; init; }

    /// <summary>Whether it begins anew, whatever checkpoints there are.</summary>
    public bool Fresh { get; init; }

    /// <summary>Where the dashboard listens; null without one.</summary>
    public IPEndPoint? Dashboard { get; init; }

    /// <summary>What is logged, and how.</summary>
    public LogOptions Log { get; init; } = new(LogFormat.Text, Level: null);

    /// <summary>Whether and where metrics and traces are exported.</summary>
    public OtlpOptions? Otlp { get; init; }

    /// <summary>Whether this process exports; daemons do so themselves.</summary>
    public bool ExportsItself => Otlp is not null && Transport != TransportKind.Process;

    /// <summary>Whether nothing is said about the loading of the data.</summary>
    public bool Quiet { get; init; }

    /// <summary>Whether each agent is also trained alone, for comparison.</summary>
    public bool Alone { get; init; } = true;
}
