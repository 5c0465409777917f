using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Models;
using Murmuration.Kernels.Objectives;

namespace Murmuration.Benchmarks;

/// <summary>Seeded data of a given size.</summary>
internal static class RandomProblems
{
    /// <summary>Inputs uniform in [0, 1], labels at random; a tanh model with softmax, scaled to the mean.</summary>
    public static LocalObjective Classification(IDevice device, int[] widths, int samples) =>
        Classification(device, Model.MultilayerPerceptron(widths, Activation.Tanh), samples);

    /// <summary>The same with any model, and with another loss where one is given.</summary>
    public static LocalObjective Classification(IDevice device, Model model, int samples, ILoss? loss = null)
    {
        var random = new Random(1);
        var inputs = new float[samples * model.InputCount];
        var targets = new float[samples * model.OutputCount];
        foreach (ref var input in inputs.AsSpan())
        {
            input = random.NextSingle();
        }

        for (var m = 0; m < samples; m++)
        {
            targets[m * model.OutputCount + random.Next(model.OutputCount)] = 1;
        }

        var data = new Samples(Upload(device, samples, inputs), Upload(device, samples, targets));
        return new LocalObjective(device, model, loss ?? SoftmaxCrossEntropyLoss.Instance, data, 1.0 / samples);
    }

    /// <summary>First weights of a model.</summary>
    public static DeviceVector Weights(IDevice device, Model model)
    {
        var weights = new float[model.WeightCount];
        model.Initialize(new Random(2), weights);
        return Upload(device, 1, weights).AsVector();
    }

    private static DeviceMatrix Upload(IDevice device, int rows, float[] numbers)
    {
        var vector = device.Allocate(numbers.Length);
        device.Upload(numbers, vector);
        return vector.AsMatrix(rows, numbers.Length / rows);
    }
}
