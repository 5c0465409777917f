namespace Murmuration.Kernels.Devices;

/// <summary>A scalar function that a device applies to every element of a vector.</summary>
public enum ElementFunction
{
    /// <summary>Hyperbolic tangent.</summary>
    Tanh,

    /// <summary>Logistic function 1/(1 + exp(−x)).</summary>
    Sigmoid,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>exp(x).</summary>
    Exp,

    /// <summary>log(1 + exp(x)) without overflow.</summary>
    Softplus,

    /// <summary>√x.</summary>
    SquareRoot,

    /// <summary>x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))/2, the tanh form of GELU.</summary>
    Gelu,
}
