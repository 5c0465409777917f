using System.Numerics;
using System.Runtime.InteropServices;
using Murmuration.Kernels.Devices.Host;

namespace Murmuration.Benchmarks.Table.Sections;

/// <summary>The symmetric products and Cholesky factors of formed normal equations.</summary>
internal sealed unsafe class FactorizationsSection : ISection
{
    private static readonly int[] Threads = [1, 2];

    private static readonly (int Depth, int Order)[] Jacobians =
        [(256, 256), (2000, 600), (600, 2000), (2000, 3000)];

    public string Name => "factorizations";

    public string Title => "Symmetric products a′a and Cholesky factors, GFLOP/s";

    public void Measure(BenchmarkTable table)
    {
        var libraries = BlasLibrary.Installed(table);
        foreach (var threads in Threads)
        {
            using var pool = new WorkerPool(threads);
            foreach (var (depth, order) in Jacobians)
            {
                Products(table, pool, libraries, depth, order);
            }

            foreach (var order in (ReadOnlySpan<int>)[256, 512, 1000, 2000, 3000])
            {
                Factors<float>(table, pool, libraries, order);
                Factors<double>(table, pool, libraries, order);
            }
        }
    }

    private static void Products(
        BenchmarkTable table, WorkerPool pool, IReadOnlyList<BlasLibrary> libraries, int depth, int order)
    {
        var (a, c) = (new NativeNumbers<float>(depth * order), new NativeNumbers<float>(order * order));
        var random = new Random(1);
        for (var i = 0; i < depth * order; i++)
        {
            a.Origin[i] = random.NextSingle() - 0.5f;
        }

        var operations = (double)depth * order * (order + 1);
        var columns = new MatrixView<float>(a.Origin, depth, order).Transposed;
        var result = new MatrixView<float>(c.Origin, order, order);
        var contenders = new List<Contender>
        {
            Timing.Of(
                "ours", pool.Threads, () => SymmetricProduct.Multiply(pool, columns, result, 1f, 0f)),
        };
        foreach (var library in libraries)
        {
            library.SetThreads(pool.Threads);
            contenders.Add(Timing.Of(
                library.Name,
                pool.Threads,
                () => library.MultiplySymmetric(a.Origin, c.Origin, order, depth)));
        }

        var readings = Timing.Rates(Alternation.Fastest(5, contenders), operations / 1e9);
        table.Add(
            $"a′a of {depth} × {order}, {Peers.Threads(pool.Threads)}", "GFLOP/s", Goal.AtLeast(0.95), readings);
        GC.KeepAlive(a);
        GC.KeepAlive(c);
    }

    private static void Factors<T>(
        BenchmarkTable table, WorkerPool pool, IReadOnlyList<BlasLibrary> libraries, int order)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var length = order * order;
        var (matrix, factor) = (new NativeNumbers<T>(length), new NativeNumbers<T>(length));
        var random = new Random(1);
        for (var i = 0; i < length; i++)
        {
            // Diagonally dominant, hence positive definite.
            matrix.Origin[i] = T.CreateChecked(random.NextDouble() + (i % (order + 1) == 0 ? order : 0));
        }

        var contenders = new List<Contender>
        {
            Factor("ours", (n, a) => Cholesky.Factor(pool, new MatrixView<T>(a, n, n))),
        };
        foreach (var library in libraries)
        {
            library.SetThreads(pool.Threads);
            if (library.Cholesky<T>() is { } theirs)
            {
                contenders.Add(Factor(library.Name, theirs));
            }
        }

        var readings = Timing.Rates(Alternation.Fastest(5, contenders), Math.Pow(order, 3) / 3e9);
        var kind = sizeof(T) == sizeof(float) ? "float32" : "float64";
        var what = $"Cholesky, {kind}, n = {order}, {Peers.Threads(pool.Threads)}";
        table.Add(what, "GFLOP/s", Goal.AtLeast(0.9), readings);
        GC.KeepAlive(matrix);
        GC.KeepAlive(factor);

        // The copy counts too, alike for all: it takes a few per cent of the small ones.
        Contender Factor(string name, Factorization<T> factorize) => Timing.Of(name, pool.Threads, () =>
        {
            NativeMemory.Copy(matrix.Origin, factor.Origin, (nuint)length * (nuint)sizeof(T));
            factorize(order, factor.Origin);
        });
    }
}
