namespace Murmuration.Kernels.Ilgpu.Vendor;

/// <summary>cuBLAS, and cuSOLVER where it is there too.</summary>
internal sealed class CudaAlgebra : IVendorAlgebra
{
    private readonly CublasProducts _products;
    private readonly CusolverFactors? _factors;

    private CudaAlgebra(CublasProducts products, CusolverFactors? factors) =>
        (_products, _factors) = (products, factors);

    public string Description => _factors is null
        ? $"cuBLAS {_products.Version}, no cuSOLVER"
        : $"cuBLAS {_products.Version}, cuSOLVER {_factors.Version}";

    public bool CanSolve => _factors is not null;

    /// <summary>Both libraries on a stream; null where there is no cuBLAS.</summary>
    public static CudaAlgebra? TryLoad(nint stream) =>
        CublasProducts.TryLoad(stream) is { } products
            ? new CudaAlgebra(products, CusolverFactors.TryLoad(stream))
            : null;

    public void Product(in ProductPlan plan, float alpha, nint a, nint b, float beta, nint c) =>
        _products.Product(plan, alpha, a, b, beta, c);

    public bool Solve(int order, nint matrix, nint rightSide) => _factors!.Solve(order, matrix, rightSide);

    public void Dispose()
    {
        _products.Dispose();
        _factors?.Dispose();
    }
}
