using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Ilgpu.Vendor;

namespace Murmuration.Kernels.Ilgpu.Package;

/// <summary>A machine that ILGPU drives. All work goes to its default stream.</summary>
internal sealed class PackageAccelerator : IAccelerator
{
    private readonly Context _context;
    private readonly Accelerator _accelerator;
    private readonly AcceleratorStream _stream;
    private readonly CudaAlgebra? _algebra;

    public PackageAccelerator(Context context, Device device, string name)
    {
        _context = context;
        _accelerator = device.CreateAccelerator(context);
        _stream = _accelerator.DefaultStream;
        Name = $"{name}, {_accelerator.Name}";
        GroupSize = Math.Min(256, PowerOfTwo(_accelerator.MaxNumThreadsPerGroup));
        if (_accelerator is CudaAccelerator && _stream is CudaStream stream)
        {
            _accelerator.Bind();
            _algebra = CudaAlgebra.TryLoad(stream.StreamPtr);
        }
    }

    public string Name { get; }

    public int GroupSize { get; }

    /// <summary>NVIDIA's libraries work with the card that the calling thread is bound to.</summary>
    public IVendorAlgebra? Algebra
    {
        get
        {
            if (_algebra is not null)
            {
                _accelerator.Bind();
            }

            return _algebra;
        }
    }

    public IBlock<T> Allocate<T>(int length)
        where T : unmanaged
    {
        _accelerator.Bind();
        try
        {
            return new PackageBlock<T>(_accelerator, length);
        }
        catch (AcceleratorException error)
        {
            throw new DeviceUnavailableException(
                $"{Name} has no room for {(long)length * Interop.SizeOf<T>() / 1e6:0} MB more: {error.Message}", error);
        }
    }

    public IDisposable? LockPages(float[] pinned)
    {
        _accelerator.Bind();
        try
        {
            return _accelerator.CreatePageLockFromPinned(pinned);
        }
        catch (AcceleratorException)
        {
            // Copies work without; they are slower.
            return null;
        }
    }

    public void CopyIn<T>(ReadOnlySpan<T> source, ArrayView<T> target)
        where T : unmanaged
    {
        _accelerator.Bind();
        target.CopyFromCPU(_stream, source);
    }

    public void CopyOut<T>(ArrayView<T> source, Span<T> target)
        where T : unmanaged
    {
        _accelerator.Bind();
        source.CopyToCPU(_stream, target);
    }

    public void Copy(ArrayView<float> source, ArrayView<float> target)
    {
        _accelerator.Bind();
        source.CopyTo(_stream, target);
    }

    public Action<int, TArguments> LoadElements<TArguments>(Action<Index1D, TArguments> program)
        where TArguments : struct
    {
        _accelerator.Bind();
        var launch = _accelerator.LoadAutoGroupedStreamKernel(program);
        return (count, arguments) =>
        {
            _accelerator.Bind();
            launch(count, arguments);
        };
    }

    public Action<int, int, TArguments> LoadGroups<TArguments>(Action<TArguments> program)
        where TArguments : struct
    {
        _accelerator.Bind();
        var launch = _accelerator.LoadStreamKernel(program);
        return (groups, size, arguments) =>
        {
            _accelerator.Bind();
            launch((groups, size), arguments);
        };
    }

    public void Synchronize()
    {
        _accelerator.Bind();
        _stream.Synchronize();
    }

    public IMarker Mark()
    {
        _accelerator.Bind();
        return new PackageMarker(_stream.AddProfilingMarker());
    }

    public void Dispose()
    {
        _accelerator.Dispose();
        _context.Dispose();
    }

    private static int PowerOfTwo(int most)
    {
        var size = 1;
        while (2 * size <= most)
        {
            size *= 2;
        }

        return size;
    }
}
