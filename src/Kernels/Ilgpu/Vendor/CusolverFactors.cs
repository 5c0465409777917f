namespace Murmuration.Kernels.Ilgpu.Vendor;

/// <summary>Cholesky factors in float64 by cuSOLVER.</summary>
internal sealed unsafe class CusolverFactors : IDisposable
{
    /// <summary>CUBLAS_FILL_MODE_LOWER.</summary>
    private const int Lower = 0;

    private readonly CudaMemory _memory;
    private readonly delegate* unmanaged<nint, int> _destroy;
    private readonly delegate* unmanaged<nint, int, int, nint, int, int*, int> _roomSize;
    private readonly delegate* unmanaged<nint, int, int, nint, int, nint, int, nint, int> _factor;
    private readonly delegate* unmanaged<nint, int, int, int, nint, int, nint, int, nint, int> _solve;
    private readonly nint _handle;
    private readonly nint _status;
    private nint _room;
    private int _roomLength;

    private CusolverFactors(VendorLibrary library, CudaMemory memory, nint stream)
    {
        (Version, _memory) = (library.Version, memory);
        _destroy = (delegate* unmanaged<nint, int>)library.Function("cusolverDnDestroy");
        _roomSize = (delegate* unmanaged<nint, int, int, nint, int, int*, int>)
            library.Function("cusolverDnDpotrf_bufferSize");
        _factor = (delegate* unmanaged<nint, int, int, nint, int, nint, int, nint, int>)
            library.Function("cusolverDnDpotrf");
        _solve = (delegate* unmanaged<nint, int, int, int, nint, int, nint, int, nint, int>)
            library.Function("cusolverDnDpotrs");
        var create = (delegate* unmanaged<nint*, int>)library.Function("cusolverDnCreate");
        var setStream = (delegate* unmanaged<nint, nint, int>)library.Function("cusolverDnSetStream");
        nint handle;
        VendorLibrary.Check(create(&handle), "cusolverDnCreate");
        _handle = handle;
        VendorLibrary.Check(setStream(handle, stream), "cusolverDnSetStream");
        _status = memory.Allocate(sizeof(int));
    }

    /// <summary>Major version.</summary>
    public int Version { get; }

    /// <summary>Null where the library is not there. (CUDA 13 comes with cuSOLVER 12, CUDA 12 with 11.)</summary>
    public static CusolverFactors? TryLoad(nint stream) =>
        VendorLibrary.Find("cusolver", [13, 12, 11]) is { } library && CudaMemory.TryLoad(stream) is { } memory
            ? new CusolverFactors(library, memory, stream)
            : null;

    /// <summary>
    /// Solves with the lower triangle of a matrix that lies column by column; false where it is not positive definite.
    /// </summary>
    public bool Solve(int order, nint matrix, nint rightSide)
    {
        int needed;
        VendorLibrary.Check(_roomSize(_handle, Lower, order, matrix, order, &needed), "cusolverDnDpotrf_bufferSize");
        if (_roomLength < needed)
        {
            _memory.Free(_room);
            _room = _memory.Allocate((nint)needed * sizeof(double));
            _roomLength = needed;
        }

        VendorLibrary.Check(
            _factor(_handle, Lower, order, matrix, order, _room, _roomLength, _status), "cusolverDnDpotrf");
        if (_memory.ReadInt(_status) != 0)
        {
            return false;
        }

        VendorLibrary.Check(
            _solve(_handle, Lower, order, 1, matrix, order, rightSide, order, _status), "cusolverDnDpotrs");
        return true;
    }

    public void Dispose()
    {
        _memory.Free(_room);
        _memory.Free(_status);
        _destroy(_handle);
    }
}
