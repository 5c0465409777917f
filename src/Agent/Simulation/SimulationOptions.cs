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

    /// <summary>Folder of the keys for TLS.</summary>
    public string KeysFolder => Path.Combine(Output, "keys");

    /// <summary>Whether it begins anew, whatever checkpoints there are.</summary>
    public bool Fresh { get; init; }

    /// <summary>Whether each agent is also trained alone, for comparison.</summary>
    public bool Alone { get; init; } = true;
}
