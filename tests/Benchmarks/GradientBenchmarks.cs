using BenchmarkDotNet.Attributes;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Objectives;

namespace Murmuration.Benchmarks;

/// <summary>Cost and gradient of the 784-300-10 model with tanh and softmax.</summary>
[MemoryDiagnoser]
public class GradientBenchmarks : IDisposable
{
    private HostDevice _device = null!;
    private LocalObjective _objective = null!;
    private DeviceVector _weights;
    private DeviceVector _gradient;

    /// <summary>Samples at once.</summary>
    [Params(128, 1024)]
    public int Batch { get; set; }

    /// <summary>Threads of the device.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>Makes random images and labels.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _device = new HostDevice(Threads);
        _objective = RandomProblems.Classification(_device, [784, 300, 10], Batch);
        _weights = RandomProblems.Weights(_device, _objective.Model);
        _gradient = _device.Allocate(_objective.WeightCount);
    }

    /// <summary>Ends the threads.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _device.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>One forward and one backward sweep.</summary>
    [Benchmark]
    public double CostAndGradient() => _objective.CostAndGradient(_weights, _gradient);
}
