namespace Murmuration.Agent.Configuration;

/// <summary>Rules of local gradient steps; the names in a run file are these in camelCase.</summary>
internal enum OptimizerKind
{
    /// <summary>w ← w − η h(w).</summary>
    Sgd,

    /// <summary>Heavy-ball momentum, u ← m u + h(w), w ← w − η u.</summary>
    Momentum,

    /// <summary>Nesterov's momentum, v ← δ v − η h(w + δ v), w ← w + v.</summary>
    Nesterov,

    /// <summary>Adam with decoupled weight decay.</summary>
    AdamW,
}
