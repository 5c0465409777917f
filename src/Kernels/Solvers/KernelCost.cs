namespace Murmuration.Kernels.Solvers;

/// <summary>What a dual system costs without a Jacobian; see <see cref="TangentKernel"/>.</summary>
/// <param name="Operations">About so many multiplications and additions.</param>
/// <param name="Entries">Slopes that are kept.</param>
public readonly record struct KernelCost(double Operations, long Entries);
