using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Models;
using Murmuration.Kernels.Objectives;

namespace Murmuration.Kernels.Devices;

/// <summary>
/// The numerics of one round as they burden a device: cost and gradient, weights staged for the links, and what has
/// come from two neighbours mixed.
/// </summary>
internal sealed class DeviceTrial(Model model, ILoss loss, int samples, TimeProvider time)
{
    /// <summary>More samples take proportionally longer everywhere.</summary>
    private const int MostSamples = 8192;

    private const int Repetitions = 3;

    private int Count => Math.Clamp(samples, 1, MostSamples);

    /// <summary>Operations of a gradient: one product forward and two backward.</summary>
    public long Operations => 3 * model.Operations * samples;

    /// <summary>The least of a few times, after one run that makes everything ready.</summary>
    public double Seconds(string name, int threads)
    {
        using var device = DeviceCatalog.Open(name, threads);
        var random = new Random(1);
        var data = new Samples(Numbers(device, random, model.InputCount), Numbers(device, random, model.OutputCount));
        var objective = new LocalObjective(device, model, loss, data, 1.0 / Count);
        var (weights, gradient) = (device.Allocate(model.WeightCount), device.Allocate(model.WeightCount));
        device.Upload(First(random), weights);
        var least = double.PositiveInfinity;
        for (var k = 0; k <= Repetitions; k++)
        {
            var start = time.GetTimestamp();
            objective.CostAndGradient(weights, gradient);
            var (own, other) = (device.Stage(weights), device.Stage(gradient));
            device.Mix([own, other], [1, 0], weights);
            device.SquaredNorm(weights);
            var seconds = time.GetElapsedTime(start).TotalSeconds;
            least = k == 0 ? least : Math.Min(least, seconds);
        }

        return least;
    }

    private float[] First(Random random)
    {
        var numbers = new float[model.WeightCount];
        model.Initialize(random, numbers);
        return numbers;
    }

    private DeviceMatrix Numbers(IDevice device, Random random, int width)
    {
        var numbers = new float[checked(Count * width)];
        foreach (ref var number in numbers.AsSpan())
        {
            number = random.NextSingle();
        }

        var vector = device.Allocate(numbers.Length);
        device.Upload(numbers, vector);
        return vector.AsMatrix(Count, width);
    }
}
