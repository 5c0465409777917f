using BenchmarkDotNet.Attributes;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Objectives;
using Murmuration.Kernels.Regularizers;
using Murmuration.Kernels.Solvers;
using Murmuration.Kernels.Surrogates;

namespace Murmuration.Benchmarks;

/// <summary>One minimization of the surrogate of partial linearization.</summary>
[MemoryDiagnoser]
public class SolveBenchmarks : IDisposable
{
    private HostDevice _device = null!;
    private Solve _small;
    private Solve _large;

    /// <summary>Threads of the device.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>Makes a model of 1,203 weights with 400 samples, and the 784-300-10 model with 1,000.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _device = new HostDevice(Threads);
        _small = new Solve(_device, [16, 60, 3], 400, new PartialLinearizationOptions { Solver = SolverKind.Primal });
        _large = new Solve(_device, [784, 300, 10], 1000, new PartialLinearizationOptions
        {
            Solver = SolverKind.ConjugateGradient,
            OuterIterations = 1,
            InnerIterations = 10,
        });
    }

    /// <summary>Ends the threads.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _device.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Newton with formed normal equations to 1e-6, 1,203 weights.</summary>
    [Benchmark]
    public SolveReport Formed() => _small.Run();

    /// <summary>One truncated Newton step of ten inner iterations, 238,510 weights.</summary>
    [Benchmark]
    public SolveReport MatrixFree() => _large.Run();

    private readonly struct Solve
    {
        private readonly PartialLinearization _surrogate;
        private readonly DeviceVector _weights;
        private readonly DeviceVector _gradient;
        private readonly DeviceVector _linear;
        private readonly DeviceVector _minimizer;

        public Solve(HostDevice device, int[] widths, int samples, PartialLinearizationOptions options)
        {
            LocalObjective objective = RandomProblems.Classification(device, widths, samples);
            _surrogate = new PartialLinearization(device, objective, new Regularizer(0, 1e-4), options);
            _weights = RandomProblems.Weights(device, objective.Model);
            _gradient = device.Allocate(objective.WeightCount);
            _linear = device.Allocate(objective.WeightCount);
            _minimizer = device.Allocate(objective.WeightCount);
            objective.CostAndGradient(_weights, _gradient);
        }

        public SolveReport Run() => _surrogate.Minimize(_weights, _gradient, _linear, 0.2, _minimizer);
    }
}
