using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Solvers;

/// <summary>The Jacobian J of a model's outputs in a block of its weights, by its products.</summary>
internal interface ILinearMap
{
    /// <summary>J·direction, samples × outputs.</summary>
    void Product(DeviceVector direction, DeviceMatrix result);

    /// <summary>Jᵀ·slopes.</summary>
    void TransposedProduct(DeviceMatrix slopes, DeviceVector result);
}
