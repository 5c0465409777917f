using System.Runtime.InteropServices;

namespace Murmuration.Kernels.Ilgpu.Vendor;

/// <summary>Memory of a card for a library's own use, by NVIDIA's driver.</summary>
internal sealed unsafe class CudaMemory
{
    private readonly delegate* unmanaged<nint*, nint, int> _allocate;
    private readonly delegate* unmanaged<nint, int> _free;
    private readonly delegate* unmanaged<void*, nint, nint, nint, int> _copyOut;
    private readonly delegate* unmanaged<nint, int> _synchronize;
    private readonly nint _stream;

    private CudaMemory(nint driver, nint stream)
    {
        _stream = stream;
        _allocate = (delegate* unmanaged<nint*, nint, int>)NativeLibrary.GetExport(driver, "cuMemAlloc_v2");
        _free = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(driver, "cuMemFree_v2");
        _copyOut = (delegate* unmanaged<void*, nint, nint, nint, int>)
            NativeLibrary.GetExport(driver, "cuMemcpyDtoHAsync_v2");
        _synchronize = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(driver, "cuStreamSynchronize");
    }

    /// <summary>Null where there is no driver.</summary>
    public static CudaMemory? TryLoad(nint stream) =>
        CudaDriver.Load() is var driver and not 0 ? new CudaMemory(driver, stream) : null;

    public nint Allocate(nint byteCount)
    {
        nint address;
        VendorLibrary.Check(_allocate(&address, byteCount), "cuMemAlloc");
        return address;
    }

    /// <summary>Frees memory; nothing is done for address 0.</summary>
    public void Free(nint address)
    {
        if (address != 0)
        {
            VendorLibrary.Check(_free(address), "cuMemFree");
        }
    }

    /// <summary>Waits for the work before, and reads a number.</summary>
    public int ReadInt(nint address)
    {
        int number;
        VendorLibrary.Check(_copyOut(&number, address, sizeof(int), _stream), "cuMemcpyDtoHAsync");
        VendorLibrary.Check(_synchronize(_stream), "cuStreamSynchronize");
        return number;
    }
}
