using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Objectives;
using Murmuration.Kernels.Tests.Support;
using Murmuration.Testing;

namespace Murmuration.Kernels.Tests.Objectives;

public class LocalObjectiveTests
{
    public static TheoryData<ILoss> Losses =>
        [SquaredLoss.Instance, SoftmaxCrossEntropyLoss.Instance, LogisticLoss.Instance];

    [Theory]
    [MemberData(nameof(Losses))]
    public void Cost_and_gradient_equal_float64_and_finite_differences(ILoss loss)
    {
        using var problem = new TestProblem(loss, [3, 6, 4], 12);
        var w = problem.W64;
        Assert.Equal(NaiveCost(problem, w), problem.Cost, 1e-6 * problem.Cost);
        const double H = 1e-5;
        var expected = new double[w.Length];
        for (var q = 0; q < w.Length; q++)
        {
            w[q] += H;
            var above = NaiveCost(problem, w);
            w[q] -= 2 * H;
            expected[q] = (above - NaiveCost(problem, w)) / (2 * H);
            w[q] += H;
        }

        Dense.AssertClose(expected, problem.Device.ReadDouble(problem.Gradient), 2e-6);
    }

    [Fact]
    public void The_gradients_of_one_pass_of_minibatches_average_to_the_full_gradient()
    {
        using var problem = new TestProblem(SoftmaxCrossEntropyLoss.Instance, [3, 5, 3], 20);
        var device = problem.Device;
        var objective = new LocalObjective(
            device, problem.Model, problem.Loss, problem.Samples, problem.Scale, new MinibatchSampler(20, 4, 3));
        var (gradient, sum) = (device.Allocate(objective.WeightCount), device.Allocate(objective.WeightCount));
        var cost = 0.0;
        for (var round = 5; round < 10; round++)
        {
            objective.SelectBatch(round);
            cost += objective.CostAndGradient(problem.W, gradient) / 5;
            device.AddScaled(0.2f, gradient, sum);
        }

        Assert.Equal(problem.Cost, cost, 1e-6);
        Dense.AssertClose(device.ReadDouble(problem.Gradient), device.ReadDouble(sum), 1e-5);
    }

    [Fact]
    public void A_round_costs_no_memory()
    {
        using var problem = new TestProblem(SoftmaxCrossEntropyLoss.Instance, [3, 5, 3], 20);
        var objective = new LocalObjective(
            problem.Device, problem.Model, problem.Loss, problem.Samples, 1, new MinibatchSampler(20, 4, 3));
        objective.CostAndGradient(problem.W, problem.Gradient);
        Assert.Equal(0, Allocation.Least(() =>
        {
            for (var round = 0; round < 20; round++)
            {
                objective.SelectBatch(round);
                objective.CostAndGradient(problem.W, problem.Gradient);
            }
        }));
    }

    [Fact]
    public void Samples_that_are_kept_elsewhere_give_the_same_bits()
    {
        using var problem = new TestProblem(SoftmaxCrossEntropyLoss.Instance, [3, 5, 3], 20);
        var (device, sampler) = (problem.Device, new MinibatchSampler(20, 6, 3));
        var here = new LocalObjective(device, problem.Model, problem.Loss, problem.Samples, 0.05, sampler.Fork(), 7);
        var source = new KeptElsewhere(problem);
        var there = new LocalObjective(device, problem.Model, problem.Loss, source, 0.05, sampler, 7);
        var fork = there.Fork();
        var (one, other) = (device.Allocate(here.WeightCount), device.Allocate(here.WeightCount));
        for (var round = 0; round < 9; round++)
        {
            foreach (var objective in new[] { there, fork })
            {
                here.SelectBatch(round);
                objective.SelectBatch(round);
                var expected = here.CostAndGradient(problem.W, one);
                Assert.Equal(expected, objective.CostAndGradient(problem.W, other));
                Assert.Equal(device.Read(one), device.Read(other));
            }
        }

        Assert.Equal(1, source.Forks);
        here.Rescale(0.1);
        there.Rescale(0.1);
        Assert.Equal((here.Scale, here.NoiseKey), (there.Scale, there.NoiseKey));
    }

    [Fact]
    public void A_source_that_does_not_fit_the_model_or_the_sampler_is_refused()
    {
        using var problem = new TestProblem(SoftmaxCrossEntropyLoss.Instance, [3, 5, 3], 20);
        using var wider = new TestProblem(SoftmaxCrossEntropyLoss.Instance, [4, 5, 3], 20);
        var (device, model, loss) = (problem.Device, problem.Model, problem.Loss);
        var (fitting, twenty) = (new KeptElsewhere(problem), new MinibatchSampler(20, 4, 3));
        Assert.Throws<ArgumentException>(
            () => new LocalObjective(device, model, loss, new KeptElsewhere(wider), 1, twenty));
        Assert.Throws<ArgumentException>(
            () => new LocalObjective(device, model, loss, fitting, 1, new MinibatchSampler(19, 4, 3)));
        Assert.Throws<ArgumentNullException>(
            () => new LocalObjective(device, model, loss, fitting, 1, sampler: null!));
    }

    private sealed class KeptElsewhere(TestProblem problem) : ISampleSource
    {
        public int Forks { get; private set; }

        public int Count => problem.Samples.Count;

        public int InputCount => problem.Samples.Inputs.ColumnCount;

        public int TargetCount => problem.Samples.Targets.ColumnCount;

        public void Gather(ReadOnlySpan<int> rows, Samples batch)
        {
            for (var k = 0; k < rows.Length; k++)
            {
                float[] inputs = [.. problem.Inputs[rows[k]].Select(number => (float)number)];
                float[] targets = [.. problem.Targets64[rows[k]].Select(number => (float)number)];
                problem.Device.Upload(inputs, batch.Inputs.Rows(k, 1).AsVector());
                problem.Device.Upload(targets, batch.Targets.Rows(k, 1).AsVector());
            }
        }

        public ISampleSource Fork()
        {
            Forks++;
            return this;
        }
    }

    private static double NaiveCost(TestProblem problem, double[] w) => problem.Scale * problem.Inputs
        .Select((x, m) => NaiveLoss.Cost(problem.Loss, problem.Naive.Outputs(w, x), problem.Targets64[m])).Sum();
}
