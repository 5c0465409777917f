namespace Murmuration.Agent.Configuration;

/// <summary>Sets that are drawn from the seed and need no file.</summary>
internal enum GeneratedSet
{
    /// <summary>Handwriting-like digits, 16 × 16 grey values 0..1, 10 classes.</summary>
    Digits,

    /// <summary>Noisy outputs of a small random tanh model (8 inputs, 1 target).</summary>
    Regression,

    /// <summary>Normal clouds around 4 centres in the plane.</summary>
    Clusters,
}
