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
}
