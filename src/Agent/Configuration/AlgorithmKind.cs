namespace Murmuration.Agent.Configuration;

/// <summary>The algorithms an agent can run; the names in a run file are these in camelCase.</summary>
internal enum AlgorithmKind
{
    /// <summary>NEXT: successive convex approximation with gradient tracking over undirected links.</summary>
    Next,

    /// <summary>SONATA: the same over directed links, by push-sum.</summary>
    Sonata,

    /// <summary>Adapt-then-combine gradient tracking.</summary>
    GradientTracking,

    /// <summary>Decentralized gradient descent, adapt then combine.</summary>
    DecentralizedSgd,

    /// <summary>EASGD: workers and a centre that pull each other by an elastic force.</summary>
    Easgd,

    /// <summary>EAMSGD: the same with Nesterov momentum at the workers.</summary>
    Eamsgd,

    /// <summary>DOWNPOUR: workers bring what they have moved to a centre, and go on from there.</summary>
    Downpour,

    /// <summary>ADOWNPOUR: DOWNPOUR whose model is the average of all centres so far.</summary>
    ADownpour,

    /// <summary>MVADOWNPOUR: DOWNPOUR whose model is a moving average of the centres.</summary>
    MvaDownpour,

    /// <summary>MDOWNPOUR: workers bring gradients to a centre that steps with Nesterov momentum.</summary>
    MDownpour,

    /// <summary>LSGD: workers are pulled to the best of their group, and of all.</summary>
    Lsgd,

    /// <summary>D²: decentralized gradient descent without the error from unlike data, over fixed links.</summary>
    D2,

    /// <summary>Local exact diffusion: D² with several local steps, over fixed links.</summary>
    Led,

    /// <summary>K-GT: gradient tracking over several local steps.</summary>
    Kgt,

    /// <summary>DiLoCo: many local steps, then an outer step along their exact average.</summary>
    Diloco,

    /// <summary>NoLoCo: many local steps, then an outer step with those an agent meets.</summary>
    Noloco,

    /// <summary>Decoupled backpropagation with late gradients: the agents of a chain each train one module, and agents
    /// with the same module average it.</summary>
    Decoupled,

    /// <summary>Every agent by itself, without any exchange: what a partition is worth alone.</summary>
    LocalOnly,
}
