using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Algorithms.Decoupled;
using Murmuration.Agent.Configuration;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Models;
using Murmuration.Kernels.Objectives;
using Murmuration.Kernels.Regularizers;

namespace Murmuration.Agent.Tests.Algorithms;

/// <summary>One module whose backward sweep comes two steps after its forward sweep, against plain loops.</summary>
public sealed class ModuleTrainerTests : IDisposable
{
    private const int Hidden = 3;
    private const int Outputs = 2;
    private readonly HostDevice _device = new();

    public void Dispose() => _device.Dispose();

    [Theory]
    [InlineData("Stashed")]
    [InlineData("Current")]
    public void The_backward_sweep_uses_early_activations_and_the_weights_asked_for(string weights)
    {
        var convention = Enum.Parse<StaleWeights>(weights);
        var model = Model.MultilayerPerceptron([2, Hidden, Outputs], Activation.Tanh);
        var options = new AlgorithmOptions { Minibatch = 1, Decoupled = new() { Weights = convention } };
        var trainer = new ModuleTrainer(Problem(model), model, delay: 2, options);
        var random = new Random(2);
        float[] early = Draw(random, model.WeightCount), late = Draw(random, model.WeightCount);
        float[] x = Draw(random, 2), slope = Draw(random, Outputs);
        trainer.Forward(4, Matrix(x), Vector(early));
        trainer.Forward(5, Matrix(Draw(random, 2)), Vector(early));
        trainer.Forward(6, Matrix(Draw(random, 2)), Vector(late));
        var inputSlopes = Matrix(new float[2]);
        trainer.Backward(6, Matrix(slope), Vector(late), inputSlopes);
        var (expected, before) = Backward(early, convention == StaleWeights.Stashed ? early : late, x, slope);
        AssertClose(expected, _device.Stage(trainer.Gradient).ToArray());
        AssertClose(before, _device.Stage(inputSlopes.AsVector()).ToArray());
    }

    /// <summary>Slopes by hand: activations at the early weights, what is passed down at the given ones.</summary>
    private static (float[] Weights, float[] Inputs) Backward(float[] early, float[] at, float[] x, float[] slope)
    {
        const int second = Hidden * 3;
        var (result, below) = (new float[early.Length], new float[2]);
        for (var h = 0; h < Hidden; h++)
        {
            var a = MathF.Tanh((early[2 * h] * x[0]) + (early[(2 * h) + 1] * x[1]) + early[(2 * Hidden) + h]);
            var delta = 0f;
            for (var o = 0; o < Outputs; o++)
            {
                result[second + (o * Hidden) + h] = slope[o] * a;
                delta += at[second + (o * Hidden) + h] * slope[o];
            }

            delta *= 1 - (a * a);
            (result[2 * h], result[(2 * h) + 1], result[(2 * Hidden) + h]) = (delta * x[0], delta * x[1], delta);
            below[0] += at[2 * h] * delta;
            below[1] += at[(2 * h) + 1] * delta;
        }

        slope.CopyTo(result, second + (Outputs * Hidden));
        return (result, below);
    }

    private LocalProblem Problem(Model model)
    {
        var samples = new Samples(Matrix(new float[2]), Matrix(new float[Outputs]));
        var objective = new LocalObjective(_device, model, SquaredLoss.Instance, samples, 1);
        return new LocalProblem(_device, objective, new Regularizer(0, 0), AgentCount: 1);
    }

    private static float[] Draw(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];

    private DeviceVector Vector(float[] values)
    {
        var vector = _device.Allocate(values.Length);
        _device.Upload(values, vector);
        return vector;
    }

    private DeviceMatrix Matrix(float[] row) => Vector(row).AsMatrix(1, row.Length);

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }
}
