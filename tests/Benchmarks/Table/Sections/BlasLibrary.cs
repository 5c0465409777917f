using System.Runtime.InteropServices;

namespace Murmuration.Benchmarks.Table.Sections;

/// <summary>
/// A native BLAS, where it is installed. OpenBLAS 0.3.21 and BLIS 0.9 do not know newer processors and fall back to
/// slow kernels unless OPENBLAS_CORETYPE and BLIS_ARCH_TYPE say which to take.
/// </summary>
internal sealed unsafe class BlasLibrary
{
    private const int RowMajor = 101;
    private const int Plain = 111;
    private const int Transposed = 112;
    private const int Lower = 122;

    private readonly nint _handle;
    private readonly delegate* unmanaged<nint, void> _setThreads;
    private readonly delegate* unmanaged<
        int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void> _multiply;
    private readonly delegate* unmanaged<
        int, int, int, int, int, float, float*, int, float, float*, int, void> _multiplySymmetric;

    private BlasLibrary(string name, nint handle, string setThreads)
    {
        (Name, _handle) = (name, handle);
        _setThreads = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(handle, setThreads);
        _multiply = (delegate* unmanaged<
            int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)
            NativeLibrary.GetExport(handle, "cblas_sgemm");
        _multiplySymmetric = (delegate* unmanaged<
            int, int, int, int, int, float, float*, int, float, float*, int, void>)
            NativeLibrary.GetExport(handle, "cblas_ssyrk");
    }

    public string Name { get; }

    /// <summary>Those that are installed; a line in the table for each that is not.</summary>
    public static IReadOnlyList<BlasLibrary> Installed(BenchmarkTable table)
    {
        var found = new List<BlasLibrary>();
        Probe("OpenBLAS", "libopenblas.so.0", "openblas_set_num_threads");
        Probe("BLIS", "libblis.so.4", "bli_thread_set_num_threads");
        Probe("MKL", "libmkl_rt.so", "MKL_Set_Num_Threads");
        return found;

        void Probe(string name, string file, string setThreads)
        {
            if (NativeLibrary.TryLoad(file, typeof(BlasLibrary).Assembly, searchPath: null, out var handle))
            {
                found.Add(new BlasLibrary(name, handle, setThreads));
            }
            else
            {
                table.Skip(name, $"there is no {file}");
            }
        }
    }

    public void SetThreads(int count) => _setThreads(count);

    /// <summary>c = op(a)·op(b) for row-major matrices without padding; c is rows × columns.</summary>
    public void Multiply(
        float* a, bool transposeA, float* b, bool transposeB, float* c, int rows, int columns, int depth) =>
        _multiply(
            RowMajor,
            transposeA ? Transposed : Plain,
            transposeB ? Transposed : Plain,
            rows,
            columns,
            depth,
            1,
            a,
            transposeA ? rows : depth,
            b,
            transposeB ? depth : columns,
            0,
            c,
            columns);

    /// <summary>The lower triangle of c = a′·a for a row-major a of depth × order.</summary>
    public void MultiplySymmetric(float* a, float* c, int order, int depth) =>
        _multiplySymmetric(RowMajor, Lower, Transposed, order, depth, 1, a, order, 0, c, order);

    /// <summary>
    /// LAPACK's factor of the lower triangle of a row-major matrix, which is the upper one in its column order; null
    /// where the library has no LAPACK.
    /// </summary>
    public Factorization<T>? Cholesky<T>()
        where T : unmanaged
    {
        var routine = sizeof(T) == sizeof(float) ? "spotrf_" : "dpotrf_";
        if (!NativeLibrary.TryGetExport(_handle, routine, out var address))
        {
            return null;
        }

        return (order, matrix) =>
        {
            var (upper, failure) = ((byte)'U', 0);
            ((delegate* unmanaged<byte*, int*, T*, int*, int*, void>)address)(&upper, &order, matrix, &order, &failure);
        };
    }
}
