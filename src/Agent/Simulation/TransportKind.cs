namespace Murmuration.Agent.Simulation;

/// <summary>How the agents of a simulation run and talk.</summary>
internal enum TransportKind
{
    /// <summary>One daemon process per agent, as on real machines. They talk as neighbours on one machine do: the short
    /// way, or over loopback TCP if the run file says so.</summary>
    Process,

    /// <summary>All agents in this process, TCP over loopback.</summary>
    Tcp,

    /// <summary>All agents in this process, messages by memory.</summary>
    Memory,
}
