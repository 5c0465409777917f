using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Models;
using Murmuration.Kernels.Objectives;
using Murmuration.Kernels.Tests.Support;

namespace Murmuration.Kernels.Tests.Objectives;

public sealed class EvaluatorTests : IDisposable
{
    private readonly HostDevice _device = new();

    public void Dispose() => _device.Dispose();

    [Fact]
    public void Several_chunks_give_the_mean_cost_and_the_fraction_of_right_classes()
    {
        const int Count = 2500;
        var random = new Random(2);
        var model = Model.MultilayerPerceptron([2, 3], Activation.Tanh);
        var w = _device.Vector([1, 0, 0, 1, -1, -1, 0, 0, 0.1f]);
        var inputs = Numbers.Normal(random, 2 * Count);
        var targets = new float[3 * Count];
        var right = 0;
        for (var m = 0; m < Count; m++)
        {
            float[] scores = [inputs[2 * m], inputs[2 * m + 1], 0.1f - inputs[2 * m] - inputs[2 * m + 1]];
            var label = random.Next(3);
            targets[3 * m + label] = 1;
            right += scores[label] == scores.Max() ? 1 : 0;
        }

        var samples = _device.Samples(Count, inputs, targets);
        var evaluation = new Evaluator(_device, model, SoftmaxCrossEntropyLoss.Instance).Evaluate(w, samples);
        var objective = new LocalObjective(_device, model, SoftmaxCrossEntropyLoss.Instance, samples, 1.0 / Count);
        Assert.Equal((double)right / Count, evaluation.Accuracy, 1e-12);
        Assert.Equal(objective.CostAndGradient(w, _device.Allocate(w.Length)), evaluation.Cost, 1e-6);
    }

    [Fact]
    public void With_the_logistic_loss_the_sign_of_every_output_decides()
    {
        var model = Model.MultilayerPerceptron([1, 2], Activation.Tanh);
        var w = _device.Vector([1, -1, 0, 0]);
        var samples = _device.Samples(2, [1, -2], [1, 0, 1, 1]);
        Assert.Equal(0.75, new Evaluator(_device, model, LogisticLoss.Instance).Evaluate(w, samples).Accuracy);
    }

    [Fact]
    public void The_squared_loss_has_no_accuracy()
    {
        var model = Model.MultilayerPerceptron([1, 1], Activation.Tanh);
        var w = _device.Vector([2, 1]);
        var evaluator = new Evaluator(_device, model, SquaredLoss.Instance);
        var samples = _device.Samples(3, [0, 1, 2], [1, 3, 6]);
        var evaluation = evaluator.Evaluate(w, samples);
        Assert.Equal(1.0 / 3, evaluation.Cost, 1e-6);
        Assert.True(double.IsNaN(evaluation.Accuracy));
    }
}
