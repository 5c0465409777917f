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

    private static double NaiveCost(TestProblem problem, double[] w) => problem.Scale * problem.Inputs
        .Select((x, m) => NaiveLoss.Cost(problem.Loss, problem.Naive.Outputs(w, x), problem.Targets64[m])).Sum();
}
