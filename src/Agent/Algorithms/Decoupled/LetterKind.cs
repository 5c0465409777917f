namespace Murmuration.Agent.Algorithms.Decoupled;

/// <summary>What the agents of decoupled training send each other; the values go over the wire.</summary>
internal enum LetterKind
{
    /// <summary>Outputs of a module and targets of a minibatch, to the module after it; numbered by step.</summary>
    Activations = 1,

    /// <summary>Slopes of the inputs of a module, to the module before it; numbered by step.</summary>
    Slopes = 2,

    /// <summary>Weights of a module, to an agent that holds the same; numbered by round.</summary>
    Weights = 3,

    /// <summary>Weights of all modules up to the sender's, to the module after it; numbered by round.</summary>
    EarlierModules = 4,

    /// <summary>Weights of all modules from the sender's on, to the module before it; numbered by round.</summary>
    LaterModules = 5,

    /// <summary>The sender has come back from a checkpoint and asks for the letters of its round, and of the one
    /// before, once more.</summary>
    Again = 6,
}
