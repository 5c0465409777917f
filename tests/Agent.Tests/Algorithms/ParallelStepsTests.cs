using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Algorithms.Parallel;
using Murmuration.Agent.Configuration;
using Murmuration.Kernels.Models;

namespace Murmuration.Agent.Tests.Algorithms;

/// <summary>Threads of one agent on shared weights (Kungurtsev et al., arXiv 1905.11845).</summary>
public class ParallelStepsTests
{
    private static readonly int[] Widths = [5, 7, 6, 8, 3];

    [Theory]
    [InlineData("Hogwild", 0)]
    [InlineData("Passm", 0)]
    [InlineData("PassmPlus", 0)]
    [InlineData("PassmPlus", 7)]
    public void One_thread_is_momentum_gradient_descent_on_the_same_minibatches(string name, int warmSteps)
    {
        using var shared = new SharedProblem(threads: 1, Widths);
        var expected = shared.MomentumDescent(first: 3, count: 20, eta: 0.1f, momentum: 0.9f, correction: 0.01f);
        var steps = Steps(shared, Enum.Parse<ParallelKind>(name), warmSteps, momentum: 0.9);
        var cost = steps.Run(shared.Weights, 3, 12, shared.Constant(0.01f));
        steps.Run(shared.Weights, 15, 8, shared.Constant(0.01f));
        Assert.True(cost > 0);
        AssertClose(expected, shared.Values);
    }

    /// <summary>
    /// Gradients are zero and the correction is one, so every step takes exactly one from what it updates.
    /// </summary>
    [Fact]
    public void Every_weight_is_written_by_its_owner_alone_and_no_step_is_lost()
    {
        const int count = 4_000;
        using var shared = new SharedProblem(threads: 4, Widths, isFlat: true);
        shared.Device.Fill(0, shared.Weights);
        var steps = (ParallelSteps)Steps(shared, ParallelKind.Passm, warmSteps: 0, momentum: 0, eta: 1);
        for (var first = 0; first < count; first += 100)
        {
            steps.Run(shared.Weights, first, 100, shared.Constant(1));
        }

        var (taken, values) = (steps.StepsByThread.ToArray(), shared.Values);
        Assert.Equal(count, taken.Sum());
        Assert.All(taken, one => Assert.True(one > 0));
        foreach (var (block, own) in WeightBlocks.Cut(shared.Model, 4).Zip(taken))
        {
            Assert.All(values.AsSpan(block.Offset, block.Length).ToArray(), value => Assert.Equal(-own, value));
        }
    }

    [Fact]
    public void A_partial_step_changes_the_own_block_as_a_full_one_does_and_nothing_else()
    {
        using var shared = new SharedProblem(threads: 1, Widths);
        var before = shared.Values;
        var expected = shared.MomentumDescent(first: 2, count: 1, eta: 0.1f, momentum: 0, correction: 0);
        foreach (var block in WeightBlocks.Cut(shared.Model, 3))
        {
            shared.Device.Upload(before, shared.Weights);
            new StepThread(shared.Problem, shared.Device, block, new OptimizerOptions())
                .Step(shared.Weights, number: 2, stepSize: 0.1, correction: null, isFull: false);
            var (after, end) = (shared.Values, block.Offset + block.Length);
            Assert.Equal(before[..block.Offset], after[..block.Offset]);
            Assert.Equal(before[end..], after[end..]);
            AssertClose(expected[block.Offset..end], after[block.Offset..end]);
        }
    }

    [Fact]
    public void All_threads_together_reduce_the_cost()
    {
        foreach (var name in (ParallelKind[])[ParallelKind.Hogwild, ParallelKind.Passm, ParallelKind.PassmPlus])
        {
            using var shared = new SharedProblem(threads: 4, Widths);
            var steps = Steps(shared, name, warmSteps: 10, momentum: 0.5);
            var first = steps.Run(shared.Weights, 0, 20);
            steps.Run(shared.Weights, 20, 400);
            Assert.True(steps.Run(shared.Weights, 420, 20) < 0.8 * first, $"{name}");
        }
    }

    [Fact]
    public void A_loaded_state_goes_on_with_the_same_bits_in_one_thread()
    {
        using var one = new SharedProblem(threads: 1, Widths);
        using var other = new SharedProblem(threads: 1, Widths);
        var (first, second) = (Plus(one), Plus(other));
        first.Run(one.Weights, 0, 7);
        var state = new AlgorithmState();
        first.Save(state);
        second.Load(state);
        other.Device.Upload(one.Values, other.Weights);
        first.Run(one.Weights, 7, 6);
        second.Run(other.Weights, 7, 6);
        Assert.Equal(one.Values, other.Values);

        static ILocalSteps Plus(SharedProblem shared) =>
            Steps(shared, ParallelKind.PassmPlus, warmSteps: 2, momentum: 0.9);
    }

    [Fact]
    public void An_error_in_a_thread_reaches_the_caller()
    {
        using var shared = new SharedProblem(threads: 4, Widths);
        var steps = Steps(shared, ParallelKind.Hogwild, warmSteps: 0, momentum: 0);
        var tooShort = shared.Weights.Slice(0, shared.Weights.Length - 1);
        Assert.ThrowsAny<ArgumentException>(() => steps.Run(tooShort, 0, 50));
        Assert.True(double.IsFinite(steps.Run(shared.Weights, 0, 5)));
    }

    [Fact]
    public void More_threads_than_the_agent_may_use_are_refused()
    {
        using var shared = new SharedProblem(threads: 2, Widths);
        var options = new AlgorithmOptions { Parallel = new() { Name = ParallelKind.Passm, Threads = 3 } };
        var error = Assert.Throws<ConfigurationException>(() => LocalSteps.Create(shared.Problem, options));
        Assert.Contains("algorithm.parallel.threads", error.Message, StringComparison.Ordinal);
        Assert.Contains("--threads", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(9)]
    [InlineData(171)]
    public void Blocks_hold_every_weight_once_and_begin_at_layers_where_there_are_enough(int count)
    {
        var model = Model.MultilayerPerceptron(Widths, Activation.Tanh);
        var blocks = WeightBlocks.Cut(model, count);
        Assert.Equal(count, blocks.Length);
        var next = 0;
        foreach (var (offset, length, firstLayer) in blocks)
        {
            Assert.Equal(next, offset);
            Assert.InRange(length, 1, model.WeightCount);
            Assert.InRange(offset, model.LayerOffset(firstLayer), model.LayerOffset(firstLayer + 1) - 1);
            Assert.True(count > 4 || offset == model.LayerOffset(firstLayer), $"{offset} is no beginning of a layer");
            next += length;
        }

        Assert.Equal(model.WeightCount, next);
    }

    private static ILocalSteps Steps(
        SharedProblem shared, ParallelKind name, int warmSteps, double momentum, double eta = 0.1) =>
        LocalSteps.Create(shared.Problem, new AlgorithmOptions
        {
            Eta = eta,
            Optimizer = new() { Name = OptimizerKind.Momentum, Momentum = momentum },
            Parallel = new() { Name = name, WarmSteps = warmSteps },
        });

    private static void AssertClose(float[] expected, float[] actual)
    {
        var largest = expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 2e-6 * largest));
    }
}
