using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;

namespace Murmuration.Benchmarks.Table.Sections;

/// <summary>
/// Products of float32 matrices: squares, those of a gradient of the 784-300-10 model, and many small ones one after
/// the other.
/// </summary>
internal sealed class ProductsSection : ISection
{
    private const int Rounds = 5;
    private static readonly int[] Threads = [1, 2];

    public string Name => "products";

    public string Title => "Matrix products, float32, GFLOP/s";

    public void Measure(BenchmarkTable table)
    {
        var libraries = BlasLibrary.Installed(table);
        foreach (var threads in Threads)
        {
            using var device = new HostDevice(threads);
            foreach (var n in (int[])[128, 256, 512, 1024, 2048])
            {
                Row(table, device, libraries, $"n = {n}", new ProductShape(n, n, n));
            }

            foreach (var batch in (int[])[32, 128, 1024])
            {
                foreach (var (what, shape) in OfGradient(batch))
                {
                    Row(table, device, libraries, $"batch {batch}: {what}", shape);
                }
            }
        }

        using var one = new HostDevice();
        foreach (var n in (int[])[16, 24, 32, 48, 64, 80, 96])
        {
            // So many do not fit the first-level cache, but the second.
            var count = 40_000 / (n * n);
            Row(table, one, libraries, $"{count} of n = {n}", new ProductShape(n, n, n), count, goal: 1);
        }
    }

    private static IEnumerable<(string What, ProductShape Shape)> OfGradient(int batch) =>
    [
        ("784 → 300", new(batch, 784, 300, TransposeB: true)),
        ("300 → 10", new(batch, 300, 10, TransposeB: true)),
        ("10 → 300 back", new(batch, 10, 300)),
        ("slopes of 300 × 10", new(10, batch, 300, TransposeA: true)),
        ("slopes of 784 × 300", new(300, batch, 784, TransposeA: true)),
    ];

    private static void Row(
        BenchmarkTable table,
        HostDevice device,
        IReadOnlyList<BlasLibrary> libraries,
        string what,
        ProductShape shape,
        int count = 1,
        double goal = 0.95)
    {
        var (a, b, c) = (
            Numbers(device, count * shape.Rows * shape.Depth),
            Numbers(device, count * shape.Depth * shape.Columns),
            Numbers(device, count * shape.Rows * shape.Columns));
        var operations = count * shape.Operations;
        var contenders = new List<Contender>
        {
            Timing.Of("ours", device.Threads, Ours(device, shape, count, a, b, c)),
        };
        foreach (var library in libraries)
        {
            library.SetThreads(device.Threads);
            contenders.Add(Timing.Of(
                library.Name, device.Threads, () => Multiply(library, device, shape, count, a, b, c)));
        }

        var readings = Timing.Rates(Alternation.Fastest(Rounds, contenders), operations / 1e9);
        table.Add(
            $"{what}, {Peers.Threads(device.Threads)}",
            "GFLOP/s",
            Goal.AtLeast(goal),
            readings);
    }

    private static Action Ours(
        HostDevice device, ProductShape shape, int count, DeviceVector a, DeviceVector b, DeviceVector c)
    {
        var left = Matrices(a, count, shape.Rows, shape.Depth, shape.TransposeA);
        var right = Matrices(b, count, shape.Depth, shape.Columns, shape.TransposeB);
        var result = Matrices(c, count, shape.Rows, shape.Columns, isTransposed: false);
        return () =>
        {
            for (var k = 0; k < count; k++)
            {
                device.Product(1, left[k], right[k], 0, result[k]);
            }
        };
    }

    private static DeviceMatrix[] Matrices(DeviceVector all, int count, int rows, int columns, bool isTransposed) =>
    [
        .. Enumerable.Range(0, count)
            .Select(k => all.Slice(k * rows * columns, rows * columns))
            .Select(one => isTransposed ? one.AsMatrix(columns, rows).Transposed : one.AsMatrix(rows, columns)),
    ];

    private static unsafe void Multiply(
        BlasLibrary library,
        HostDevice device,
        ProductShape shape,
        int count,
        DeviceVector a,
        DeviceVector b,
        DeviceVector c)
    {
        var (rows, depth, columns) = (shape.Rows, shape.Depth, shape.Columns);
        fixed (float* left = device.Stage(a).Span, right = device.Stage(b).Span, result = device.Stage(c).Span)
        {
            for (var k = 0; k < count; k++)
            {
                library.Multiply(
                    left + (k * rows * depth),
                    shape.TransposeA,
                    right + (k * depth * columns),
                    shape.TransposeB,
                    result + (k * rows * columns),
                    rows,
                    columns,
                    depth);
            }
        }
    }

    private static DeviceVector Numbers(HostDevice device, int count)
    {
        var random = new Random(1);
        var vector = device.Allocate(count);
        device.Upload([.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)], vector);
        return vector;
    }
}
