using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Ilgpu;

namespace Murmuration.Benchmarks.Rooflines;

/// <summary>
/// One device: first its ceilings, measured by copies and a large product, then everything else as a fraction of them.
/// Bytes and operations are counted from the definition of the work, each number read or written once.
/// </summary>
internal sealed class RooflineSession : IDisposable
{
    private const double GradientGoal = 0.7;
    private const double MixGoal = 0.8;

    private readonly IlgpuDevice _device;
    private readonly DeviceClock _clock;
    private readonly bool _quick;
    private readonly string _name;
    private double _copyCeiling;
    private double _productCeiling;
    private bool _reached = true;

    public RooflineSession(string name, bool quick)
    {
        var device = DeviceCatalog.Open(name, Environment.ProcessorCount);
        _device = device as IlgpuDevice ?? throw new DeviceUnavailableException($"'{name}' has no clock of its own.");
        _clock = new DeviceClock(_device.Accelerator, quick ? 1 : 5, quick ? 1 : 3);
        (_name, _quick) = (name, quick);
    }

    /// <summary>Measures and prints; false when a goal is missed.</summary>
    public bool Run()
    {
        Console.WriteLine($"{_device.Name}{(_quick ? ", quick: sizes too small to judge by" : "")}");
        MeasureCeilings();
        MeasureTransfers();
        MeasureVectors();
        MeasureMixing();
        MeasureSolve();
        MeasureGradient();
        var isRight = new DeviceSweep(_name, _quick).Run();
        return _reached && isRight;
    }

    public void Dispose() => _device.Dispose();

    private int Size(int full, int quick) => _quick ? quick : full;

    private DeviceMatrix Matrix(int rows, int columns) =>
        _device.Allocate(checked(rows * columns)).AsMatrix(rows, columns);

    private void MeasureCeilings()
    {
        var length = Size(100_000_000, 10_000);
        var (x, y) = (_device.Allocate(length), _device.Allocate(length));
        _copyCeiling = 8.0 * length / _clock.Seconds(() => _device.Copy(x, y));
        var n = Size(8192, 64);
        var (a, b, c) = (Matrix(n, n), Matrix(n, n), Matrix(n, n));
        _productCeiling = 2.0 * n * n * n / _clock.Seconds(() => _device.Product(1, a, b, 0, c));
        Console.WriteLine(
            $"ceilings: copy {_copyCeiling / 1e9:0.#} GB/s, product of {n} {_productCeiling / 1e12:0.###} TF/s");
    }

    private void MeasureTransfers()
    {
        var length = Size(25_000_000, 10_000);
        var vector = _device.Allocate(length);
        var plain = new float[length];
        var staged = _device.Stage(vector);
        var bytes = 4.0 * length;
        Rate("to the device, pageable memory", bytes, _clock.Seconds(() => _device.Upload(plain, vector)));
        Rate("to the device, locked pages", bytes, _clock.Seconds(() => _device.Upload(staged.Span, vector)));
        Rate("from the device, locked pages", bytes, _clock.Seconds(() => _device.Stage(vector)));
    }

    private void MeasureVectors()
    {
        var length = Size(100_000_000, 10_000);
        var (x, y) = (_device.Allocate(length), _device.Allocate(length));
        Bytes("tanh", 8.0 * length, () => _device.Map(ElementFunction.Tanh, x, y));
        Bytes("y + a·x", 12.0 * length, () => _device.AddScaled(0.5f, x, y));
        Bytes("soft threshold", 8.0 * length, () => _device.SoftThreshold(x, 0.5f, y));
        Bytes("dot", 8.0 * length, () => _device.Dot(x, y));
        var (rows, columns) = (Size(8192, 32), Size(4096, 32));
        var (matrix, sums) = (Matrix(rows, columns), _device.Allocate(columns));
        Bytes("sums of columns", 4.0 * rows * columns, () => _device.ColumnSums(matrix, sums));
        Bytes("biases", 8.0 * rows * columns, () => _device.AddRow(sums, matrix));
    }

    private void MeasureMixing()
    {
        const int Count = 16;
        var length = Size(25_000_000, 1_000);
        DeviceVector[] inputs = [.. Enumerable.Range(0, Count).Select(_ => _device.Allocate(length))];
        double[] weights = [.. Enumerable.Repeat(1.0 / Count, Count)];
        var result = _device.Allocate(length);
        var share = Bytes(
            $"mixing of {Count} × {length / 1e6:0.###} M",
            4.0 * (Count + 1) * length,
            () => _device.Mix(inputs, weights, result));
        Judge("mixing, of the copy's bandwidth", share, MixGoal);
    }

    private void MeasureSolve()
    {
        var (n, samples) = (Size(3000, 40), Size(6000, 60));
        var (jacobian, normal, b) = (Matrix(samples, n), Matrix(n, n), _device.Allocate(n));
        Operations(
            $"symmetric product, {n} of {samples}",
            (double)n * n * samples,
            () => _device.SymmetricProduct(1, jacobian.Transposed, 0, normal));
        Operations(
            $"Cholesky solve in float64, {n}",
            (double)n * n * n / 3,
            () => _device.SolvePositiveDefinite(normal, 1, b));
    }

    private void MeasureGradient()
    {
        int[] widths = _quick ? [78, 64, 64, 10] : [784, 4096, 4096, 10];
        var batch = Size(8192, 32);
        var objective = RandomProblems.Classification(_device, widths, batch);
        var weights = RandomProblems.Weights(_device, objective.Model);
        var gradient = _device.Allocate(objective.WeightCount);
        var whole = _clock.Seconds(() => objective.CostAndGradient(weights, gradient));
        var products = GradientProducts(widths, batch).Sum(product => _clock.Seconds(product));
        var entries = widths.Zip(widths.Skip(1), (a, b) => 3.0 * a * b).Sum() - ((double)widths[0] * widths[1]);
        var operations = 2.0 * batch * entries;
        Console.WriteLine(
            $"gradient {string.Join('-', widths)}, batch {batch}: {1e3 * whole:0.00} ms, "
            + $"{operations / whole / 1e12:0.00} TF/s, {operations / whole / _productCeiling:0.00} of the product's; "
            + $"its products alone {1e3 * products:0.00} ms");
        Judge("gradient, of its products' own time", products / whole, GradientGoal);
    }

    /// <summary>Forward, slopes of weights, and slopes of inputs save those of the first layer.</summary>
    private IEnumerable<Action> GradientProducts(int[] widths, int batch)
    {
        for (var k = 0; k + 1 < widths.Length; k++)
        {
            var (x, w, y) = (Matrix(batch, widths[k]), Matrix(widths[k + 1], widths[k]), Matrix(batch, widths[k + 1]));
            yield return () => _device.Product(1, x, w.Transposed, 0, y);
            yield return () => _device.Product(1, y.Transposed, x, 0, w);
            if (k > 0)
            {
                yield return () => _device.Product(1, y, w, 0, x);
            }
        }
    }

    private double Bytes(string what, double bytes, Action work)
    {
        var rate = bytes / _clock.Seconds(work);
        Console.WriteLine($"{what,-38} {rate / 1e9,9:0.#} GB/s  {rate / _copyCeiling:0.00} of the copy's");
        return rate / _copyCeiling;
    }

    private void Operations(string what, double operations, Action work)
    {
        var rate = operations / _clock.Seconds(work);
        Console.WriteLine($"{what,-38} {rate / 1e12,9:0.###} TF/s  {rate / _productCeiling:0.00} of the product's");
    }

    private void Judge(string what, double share, double goal)
    {
        if (_quick)
        {
            return;
        }

        _reached &= share >= goal;
        Console.WriteLine($"GOAL {what}: {share:0.00}, at least {goal:0.0}: {(share >= goal ? "reached" : "missed")}");
    }

    private static void Rate(string what, double bytes, double seconds) =>
        Console.WriteLine($"{what,-38} {bytes / seconds / 1e9,9:0.#} GB/s");
}
