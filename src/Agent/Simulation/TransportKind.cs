namespace Murmuration.Agent.Simulation;

/// <summary>How the agents of a simulation run and talk.</summary>
internal enum TransportKind
{
    /// <summary>One daemon process per agent, TCP over loopback: as on real machines.</summary>
    Process,

    /// <summary>All agents in this process, TCP over loopback.</summary>
    Tcp,

    /// <summary>All agents in this process, messages by memory.</summary>
    Memory,
}
