using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Ilgpu;

/// <summary>Products and factors by the vendor's libraries, in the order of the machine's other work.</summary>
internal interface IVendorAlgebra : IDisposable
{
    /// <summary>Which libraries were found, such as "cuBLAS 12, cuSOLVER 11".</summary>
    string Description { get; }

    /// <summary>Whether linear systems can be solved.</summary>
    bool CanSolve { get; }

    /// <summary>c = alpha·a·b + beta·c as the plan says; addresses are those of the first entries.</summary>
    void Product(in ProductPlan plan, float alpha, nint a, nint b, float beta, nint c);

    /// <summary>
    /// Factors a symmetric matrix, of which the lower triangle is given column by column, and solves for one right
    /// side. False when it is not positive definite.
    /// </summary>
    bool Solve(int order, nint matrix, nint rightSide);
}
