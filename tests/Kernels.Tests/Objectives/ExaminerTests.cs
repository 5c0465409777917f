using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Models;
using Murmuration.Kernels.Objectives;
using Murmuration.Kernels.Tests.Support;

namespace Murmuration.Kernels.Tests.Objectives;

public sealed class ExaminerTests : IDisposable
{
    private readonly HostDevice _device = new();

    public void Dispose() => _device.Dispose();

    /// <summary>The oracle computes a linear model's outputs and the loss of each row by itself, in float64.</summary>
    [Fact]
    public void Every_row_of_several_chunks_comes_once_with_its_outputs_and_its_loss()
    {
        const int Count = 2500;
        var random = new Random(6);
        float[] w = [1, 0.5f, -0.25f, 1, -1, -1, 0.1f, 0, -0.2f];
        var inputs = Numbers.Normal(random, 2 * Count);
        var labels = Enumerable.Range(0, Count).Select(_ => random.Next(3)).ToArray();
        var targets = labels.SelectMany(label => new[] { 0, 1, 2 }.Select(k => k == label ? 1f : 0)).ToArray();
        var examiner = new Examiner(
            _device, Model.MultilayerPerceptron([2, 3], Activation.Tanh), SoftmaxCrossEntropyLoss.Instance);
        var next = 0;
        examiner.Examine(_device.Vector(w), _device.Samples(Count, inputs, targets), (row, outputs, loss) =>
        {
            Assert.Equal(next++, row);
            var expected = Outputs(w, inputs[2 * row], inputs[(2 * row) + 1]);
            Dense.AssertClose(expected, outputs.ToArray().ToDouble(), 1e-5);
            var logarithm = Math.Log(expected.Sum(Math.Exp)) - expected[labels[row]];
            Assert.Equal(logarithm, loss, 1e-5);
        });
        Assert.Equal(Count, next);
    }

    [Fact]
    public void The_losses_of_all_rows_have_the_evaluators_mean()
    {
        var random = new Random(7);
        var model = Model.MultilayerPerceptron([2, 5, 1], Activation.Gelu);
        var w = _device.Vector(Numbers.Normal(random, model.WeightCount));
        var targets = Enumerable.Range(0, 90).Select(row => (float)(row % 2)).ToArray();
        var samples = _device.Samples(90, Numbers.Normal(random, 180), targets);
        foreach (var loss in new ILoss[] { LogisticLoss.Instance, SquaredLoss.Instance })
        {
            var sum = 0.0;
            new Examiner(_device, model, loss).Examine(w, samples, (_, _, each) => sum += each);
            Assert.Equal(new Evaluator(_device, model, loss).Evaluate(w, samples).Cost, sum / 90, 1e-5);
        }
    }

    [Fact]
    public void Rows_without_targets_have_outputs_and_no_loss()
    {
        var model = Model.MultilayerPerceptron([1, 1], Activation.Tanh);
        var rows = new List<(int Row, float Output, double Loss)>();
        new Examiner(_device, model, SquaredLoss.Instance).Predict(
            _device.Vector([2, 1]),
            _device.Matrix(3, 1, [0, 1, -4]),
            (row, outputs, loss) => rows.Add((row, outputs[0], loss)));
        Assert.Equal([(0, 1, double.NaN), (1, 3, double.NaN), (2, -7, double.NaN)], rows);
    }

    private static double[] Outputs(float[] w, double x, double y) =>
        [.. Enumerable.Range(0, 3).Select(k => (w[2 * k] * x) + (w[(2 * k) + 1] * y) + w[6 + k])];
}
