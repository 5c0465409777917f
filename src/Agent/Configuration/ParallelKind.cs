namespace Murmuration.Agent.Configuration;

/// <summary>How the threads of one agent share its local steps; the names in a run file are these in
/// camelCase.</summary>
internal enum ParallelKind
{
    /// <summary>One step after another; the threads share the operations of each.</summary>
    None,

    /// <summary>Every thread takes steps of its own and updates all weights without locks (Hogwild).</summary>
    Hogwild,

    /// <summary>Every thread takes steps of its own and updates the block of weights that it alone owns.</summary>
    Passm,

    /// <summary>As Hogwild for a while, then steps on all weights and on the own block in turn (PASSM+).</summary>
    PassmPlus,
}
