using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using Murmuration.Kernels.Devices.Host;

namespace Murmuration.Benchmarks;

/// <summary>
/// Products of float32 on one thread: squares, and the five products of a gradient of a 784-300-10 model. The ratio
/// column is against OpenBLAS where it is installed; elsewhere its rows say NA.
/// </summary>
public unsafe class MatrixProductBenchmarks : IDisposable
{
    private readonly WorkerPool _pool = new(1);
    private float* _a;
    private float* _b;
    private float* _c;

    /// <summary>Rows × depth × columns, and which factor is read transposed.</summary>
    [Params(
        "64 64 64", "256 256 256", "512 512 512", "1024 1024 1024",
        "128 784 300 B", "128 300 10 B", "128 10 300", "10 128 300 A", "300 128 784 A",
        "1024 784 300 B", "1024 300 10 B", "1024 10 300", "10 1024 300 A", "300 1024 784 A")]
    public string Shape { get; set; } = "";

    private (int Rows, int Depth, int Columns) Size
    {
        get
        {
            var parts = Shape.Split(' ');
            return (int.Parse(parts[0]), int.Parse(parts[1]), int.Parse(parts[2]));
        }
    }

    [GlobalSetup]
    public void Allocate()
    {
        var (rows, depth, columns) = Size;
        _a = Numbers(rows * depth);
        _b = Numbers(depth * columns);
        _c = Numbers(rows * columns);
        if (OpenBlas.IsInstalled)
        {
            OpenBlas.SetThreads(1);
        }
    }

    [GlobalCleanup]
    public void Free()
    {
        NativeMemory.AlignedFree(_a);
        NativeMemory.AlignedFree(_b);
        NativeMemory.AlignedFree(_c);
    }

    public void Dispose()
    {
        _pool.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public void OpenBlasProduct()
    {
        if (!OpenBlas.IsInstalled)
        {
            throw new NotSupportedException("OpenBLAS is not installed");
        }

        var (rows, depth, columns) = Size;
        OpenBlas.Multiply(_a, Shape.EndsWith('A'), _b, Shape.EndsWith('B'), _c, rows, columns, depth);
    }

    [Benchmark]
    public void Product()
    {
        var (rows, depth, columns) = Size;
        var a = Shape.EndsWith('A')
            ? new MatrixView<float>(_a, depth, rows).Transposed
            : new MatrixView<float>(_a, rows, depth);
        var b = Shape.EndsWith('B')
            ? new MatrixView<float>(_b, columns, depth).Transposed
            : new MatrixView<float>(_b, depth, columns);
        MatrixProduct.Multiply(_pool, a, b, new MatrixView<float>(_c, rows, columns), 1f, 0f);
    }

    private static float* Numbers(int count)
    {
        var random = new Random(1);
        var numbers = (float*)NativeMemory.AlignedAlloc((nuint)count * sizeof(float), 64);
        for (var i = 0; i < count; i++)
        {
            numbers[i] = random.NextSingle() - 0.5f;
        }

        return numbers;
    }
}
