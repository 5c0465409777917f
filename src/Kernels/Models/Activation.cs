namespace Murmuration.Kernels.Models;

/// <summary>Nonlinearity of the hidden layers of a model.</summary>
public enum Activation
{
    /// <summary>Hyperbolic tangent.</summary>
    Tanh,

    /// <summary>Logistic function 1/(1 + exp(−x)).</summary>
    Sigmoid,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>log(1 + exp(x)), a smooth max(x, 0).</summary>
    Softplus,

    /// <summary>x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))/2, near x·Φ(x).</summary>
    Gelu,
}
