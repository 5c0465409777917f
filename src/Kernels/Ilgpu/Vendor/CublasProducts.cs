namespace Murmuration.Kernels.Ilgpu.Vendor;

/// <summary>Products of float32 matrices by cuBLAS, in full float32 (no TF32).</summary>
internal sealed unsafe class CublasProducts : IDisposable
{
    private const int None = 0;
    private const int Transpose = 1;

    private readonly delegate* unmanaged<nint, int> _destroy;
    private readonly delegate* unmanaged<
        nint, int, int, int, int, int, float*, nint, int, nint, int, float*, nint, int, int> _product;

    private readonly nint _handle;

    private CublasProducts(VendorLibrary library, nint stream)
    {
        Version = library.Version;
        _destroy = (delegate* unmanaged<nint, int>)library.Function("cublasDestroy_v2");
        _product = (delegate* unmanaged<
            nint, int, int, int, int, int, float*, nint, int, nint, int, float*, nint, int, int>)
            library.Function("cublasSgemm_v2");
        var create = (delegate* unmanaged<nint*, int>)library.Function("cublasCreate_v2");
        var setStream = (delegate* unmanaged<nint, nint, int>)library.Function("cublasSetStream_v2");
        nint handle;
        VendorLibrary.Check(create(&handle), "cublasCreate");
        _handle = handle;
        VendorLibrary.Check(setStream(handle, stream), "cublasSetStream");
    }

    /// <summary>Major version.</summary>
    public int Version { get; }

    /// <summary>Null where the library is not there.</summary>
    public static CublasProducts? TryLoad(nint stream) =>
        VendorLibrary.Find("cublas", [13, 12, 11]) is { } library ? new CublasProducts(library, stream) : null;

    public void Product(in ProductPlan plan, float alpha, nint a, nint b, float beta, nint c) => VendorLibrary.Check(
        _product(
            _handle,
            plan.TransposesA ? Transpose : None,
            plan.TransposesB ? Transpose : None,
            plan.M,
            plan.N,
            plan.K,
            &alpha,
            a,
            plan.LeadingA,
            b,
            plan.LeadingB,
            &beta,
            c,
            plan.LeadingC),
        "cublasSgemm");

    public void Dispose() => _destroy(_handle);
}
