using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Losses;

namespace Murmuration.Kernels.Solvers;

/// <summary>
/// G = Bᵀ·J in a block of weights, with factor·GᵀG = JᵀDJ: the Jacobian as the dual system sees it. Its
/// samples·outputs rows come in an order of its own.
/// </summary>
internal interface ICurvedJacobian
{
    /// <summary>Takes D; returns the factor.</summary>
    double Refresh(ICurvature curvature);

    /// <summary>Lower triangle of G·Gᵀ.</summary>
    void Kernel(DeviceMatrix result);

    /// <summary>G·direction.</summary>
    void Product(DeviceVector direction, DeviceVector result);

    /// <summary>Gᵀ·unknowns.</summary>
    void TransposedProduct(DeviceVector unknowns, DeviceVector result);
}
