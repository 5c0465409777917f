using System.Runtime.InteropServices;

namespace Murmuration.Benchmarks;

/// <summary>
/// The products of OpenBLAS, where that library is installed. Set OPENBLAS_CORETYPE=SKYLAKEX where an old version
/// does not know a newer processor and falls back to kernels without AVX-512.
/// </summary>
internal static unsafe partial class OpenBlas
{
    private const string Library = "libopenblas.so.0";
    private const int RowMajor = 101;
    private const int Plain = 111;
    private const int Transposed = 112;

    private static readonly nint Handle =
        NativeLibrary.TryLoad(Library, typeof(OpenBlas).Assembly, searchPath: null, out var handle) ? handle : 0;

    public static bool IsInstalled => Handle != 0;

    /// <summary>c = op(a)·op(b) for row-major matrices without padding; c is rows × columns.</summary>
    public static void Multiply(
        float* a, bool transposeA, float* b, bool transposeB, float* c, int rows, int columns, int depth) =>
        MultiplySingle(
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

    [LibraryImport(Library, EntryPoint = "openblas_set_num_threads")]
    public static partial void SetThreads(int count);

    [LibraryImport(Library, EntryPoint = "cblas_sgemm")]
    private static partial void MultiplySingle(
        int order, int transposeA, int transposeB, int rows, int columns, int depth,
        float alpha, float* a, int strideA, float* b, int strideB, float beta, float* c, int strideC);
}
