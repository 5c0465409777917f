using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Models;
using Murmuration.Kernels.Objectives;
using Murmuration.Kernels.Regularizers;
using Murmuration.Kernels.Solvers;
using Murmuration.Kernels.Surrogates;

namespace Murmuration.Benchmarks.Table.Sections;

/// <summary>
/// One minimization of the surrogate of partial linearization: formed and dual beside NumPy with a Jacobian (arrays of
/// float32, systems in float64, like ours; and all in float64) and, in rows of its own, without one as our dual solver;
/// matrix-free beside its matrix products alone.
/// </summary>
internal sealed class SolveSection : ISection
{
    private const double Tau = 0.2;
    private const int Steps = 3;

    public string Name => "solve";

    public string Title => "Partial linearization, milliseconds per solve";

    public void Measure(BenchmarkTable table)
    {
        foreach (var threads in (int[])[1, 2])
        {
            using var device = new HostDevice(threads);
            using var numpy = Peers.Python("numpy_solve.py", threads, table);
            foreach (var loss in (string[])["squared", "softmax"])
            {
                Direct(table, device, numpy, SolverKind.Primal, loss, [16, 60, 3], 400);
                Direct(table, device, numpy, SolverKind.Dual, loss, [64, 60, 4], 150);
                Direct(table, device, numpy, SolverKind.Dual, loss, [784, 30, 10], 50);
            }

            MatrixFree(table, device);
        }
    }

    private static void Direct(
        BenchmarkTable table,
        HostDevice device,
        PeerProcess? numpy,
        SolverKind kind,
        string loss,
        int[] widths,
        int samples)
    {
        var problem = new SolveProblem(device, widths, samples, LossOf(loss), Tau, new PartialLinearizationOptions
        {
            Solver = kind,
            OuterIterations = Steps,
            Tolerance = 1e-30,
        });
        var contenders = new List<Contender> { Timing.Of("ours", device.Threads, problem.Solve) };
        var form = kind == SolverKind.Primal ? "formed" : "dual";
        if (numpy is not null)
        {
            var question = $"{loss} {string.Join(' ', widths)} {samples} {(loss == "squared" ? 1 : Steps)}";
            contenders.Add(numpy.As(numpy.Version, $"float32 {form} {question}"));
            contenders.Add(numpy.As($"{numpy.Version} in float64", $"float64 {form} {question}"));
            if (kind == SolverKind.Dual)
            {
                contenders.Add(numpy.As($"{numpy.Version}, without a Jacobian too", $"float32 kernel {question}"));
            }
        }

        var readings = Timing.Milliseconds(Alternation.Fastest(7, contenders));
        var what = $"{form}, {loss}, {string.Join('-', widths)}, {samples} rows, {Peers.Threads(device.Threads)}";
        table.Add(what, "ms", Goal.AtMost(0.5), [.. readings.Take(3)]);
        if (readings.Length > 3)
        {
            table.Add($"{what}; both without a Jacobian", "ms", Goal.AtMost(0.5), readings[0], readings[3]);
        }
    }

    /// <summary>About 100,000 weights, one Newton step of ten inner iterations.</summary>
    private static void MatrixFree(BenchmarkTable table, HostDevice device)
    {
        int[] widths = [784, 126, 10];
        const int Samples = 1000;
        const int Iterations = 10;
        var problem = new SolveProblem(device, widths, Samples, LossOf("softmax"), Tau, new PartialLinearizationOptions
        {
            Solver = SolverKind.ConjugateGradient,
            OuterIterations = 1,
            InnerIterations = Iterations,
            Tolerance = 1e-30,
        });
        var products = new PerceptronProducts(device, widths, Samples);
        var readings = Alternation.Fastest(
            7,
            Timing.Of("ours", device.Threads, problem.Solve),
            Timing.Of("its products alone", device.Threads, () => products.Run(Iterations)));
        table.Add(
            $"matrix-free, softmax, 784-126-10, {Samples} rows, {Peers.Threads(device.Threads)}",
            "ms",
            Goal.AtMost(1.5),
            Timing.Milliseconds(readings));
    }

    private static ILoss LossOf(string name) =>
        name == "squared" ? SquaredLoss.Instance : SoftmaxCrossEntropyLoss.Instance;
}
