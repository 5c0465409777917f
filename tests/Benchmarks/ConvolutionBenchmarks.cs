using BenchmarkDotNet.Attributes;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Models;
using Murmuration.Kernels.Models.Text;
using Murmuration.Kernels.Objectives;

namespace Murmuration.Benchmarks;

/// <summary>
/// Cost and gradient of convolutional networks on a minibatch of 128. Three times the operations of a forward sweep,
/// less the slopes of the images, over the time give operations per second.
/// </summary>
[MemoryDiagnoser]
public class ConvolutionBenchmarks : IDisposable
{
    private const int Batch = 128;

    private HostDevice _device = null!;
    private LocalObjective _objective = null!;
    private DeviceVector _weights;
    private DeviceVector _gradient;

    /// <summary>The network: LeNet on 28 x 28 grey, the others on 32 x 32 in colour.</summary>
    [Params("lenet", "cnn7", "resnet20")]
    public string Network { get; set; } = "";

    /// <summary>Threads of the device.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>Makes random images and labels.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _device = new HostDevice(Threads);
        _objective = RandomProblems.Classification(_device, CreateModel(), Batch);
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

    private Model CreateModel()
    {
        var image = Network == "lenet" ? new ImageShape(1, 28, 28) : new ImageShape(3, 32, 32);
        var layers = Network switch
        {
            "lenet" => ModelPresets.Lenet,
            "cnn7" => ModelPresets.Cnn7(image),
            _ => ModelPresets.Resnet20,
        };
        return LayerLanguage.Build(image, image.Count, 10, layers);
    }
}
