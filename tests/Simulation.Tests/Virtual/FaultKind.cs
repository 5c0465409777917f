namespace Murmuration.Simulation.Tests.Virtual;

/// <summary>What can go wrong in the simulated network.</summary>
internal enum FaultKind
{
    /// <summary>A round message is lost: the connection breaks, and all behind it is gone.</summary>
    Lose,

    /// <summary>A round message, and all behind it, comes later.</summary>
    Delay,

    /// <summary>A round message is delivered twice.</summary>
    Duplicate,

    /// <summary>What comes behind a round message overtakes it.</summary>
    Reorder,

    /// <summary>Nothing reaches the peer for a time.</summary>
    CutOneWay,

    /// <summary>Nothing passes between two agents for a time.</summary>
    CutBothWays,

    /// <summary>The agents up to the peer's index are apart from the others for a time.</summary>
    Partition,

    /// <summary>The agent stands still for a time.</summary>
    Pause,

    /// <summary>The agent takes longer for its rounds for a time.</summary>
    Slow,

    /// <summary>The agent is killed and starts from its newest checkpoint.</summary>
    CrashWithDisk,

    /// <summary>The agent is killed and starts from nothing.</summary>
    CrashWithoutDisk,

    /// <summary>The agent ends in order and comes back from exactly that state.</summary>
    StopAndReturn,

    /// <summary>
    /// The agent is killed and comes back from the exact state that it had when it ended in order last.
    /// </summary>
    ReturnTwice,
}
