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

    /// <summary>Every agent by itself, without any exchange: what a partition is worth alone.</summary>
    LocalOnly,
}
