using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Configuration;
using Murmuration.Kernels.Devices;
using Murmuration.Testing;

namespace Murmuration.Simulation.Tests;

/// <summary>Local steps against plain loops in double precision.</summary>
public sealed class LocalStepsTests
{
    private const int Steps = 25;
    private const double Eta = 0.05;

    [Theory]
    [InlineData(OptimizerKind.Sgd, 0)]
    [InlineData(OptimizerKind.Sgd, 0.1)]
    [InlineData(OptimizerKind.Nesterov, 0)]
    [InlineData(OptimizerKind.Nesterov, 0.1)]
    [InlineData(OptimizerKind.AdamW, 0)]
    [InlineData(OptimizerKind.AdamW, 0.1)]
    public void Every_rule_steps_as_its_equations_say(object name, double weightDecay)
    {
        var optimizer = new OptimizerOptions
        {
            Name = (OptimizerKind)name, Momentum = 0.8, WeightDecay = weightDecay, Beta1 = 0.85, Beta2 = 0.95,
        };
        var quadratics = new Quadratics(3, seed: 4, minibatch: 7);
        var (steps, weights, device) = Create(quadratics, optimizer);
        var cost = steps.Run(weights, first: 3, Steps);
        var oracle = new StepOracle(quadratics, optimizer);
        var expectedCost = oracle.Run(3, Steps);
        AssertClose(oracle.Weights, device.Stage(weights).ToArray());
        Assert.Equal(expectedCost, cost, 1e-5 * expectedCost);
    }

    [Fact]
    public void A_correction_is_added_to_every_gradient()
    {
        var quadratics = new Quadratics(1, seed: 4);
        var (steps, weights, device) = Create(quadratics, new OptimizerOptions());
        var correction = device.Allocate(weights.Length);
        device.Fill(0.25f, correction);
        steps.Run(weights, 0, 4, correction);
        var expected = new double[Quadratics.WeightCount];
        for (var step = 0; step < 4; step++)
        {
            var gradient = quadratics.Gradient(0, expected, step);
            expected = [.. expected.Select((w, k) => w - (Eta * (gradient[k] + 0.25)))];
        }

        AssertClose(expected, device.Stage(weights).ToArray());
    }

    [Fact]
    public void Nesterov_without_momentum_is_sgd_to_the_bit()
    {
        var quadratics = new Quadratics(3, seed: 4, minibatch: 7);
        var (one, expected, device) = Create(quadratics, new OptimizerOptions());
        var (other, actual, _) = Create(
            quadratics, new OptimizerOptions { Name = OptimizerKind.Nesterov, Momentum = 0 });
        one.Run(expected, 0, Steps);
        other.Run(actual, 0, Steps);
        Assert.Equal(device.Stage(expected).ToArray(), device.Stage(actual).ToArray());
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd)]
    [InlineData(OptimizerKind.Nesterov)]
    [InlineData(OptimizerKind.AdamW)]
    public void A_saved_state_goes_on_with_the_same_bits_and_a_reset_one_begins_anew(object name)
    {
        var optimizer = new OptimizerOptions
        {
            Name = (OptimizerKind)name, Schedule = StepScheduleKind.Cosine, WarmUp = 3, Steps = 2 * Steps,
        };
        var quadratics = new Quadratics(3, seed: 4, minibatch: 7);
        var (whole, expected, device) = Create(quadratics, optimizer);
        whole.Run(expected, 0, Steps);
        var state = new AlgorithmState();
        whole.Save(state);
        var (resumed, actual, _) = Create(quadratics, optimizer);
        resumed.Load(state);
        device.Copy(expected, actual);
        whole.Run(expected, Steps, Steps);
        resumed.Run(actual, Steps, Steps);
        Assert.Equal(device.Stage(expected).ToArray(), device.Stage(actual).ToArray());
        Assert.Equal(whole.StepSize, resumed.StepSize);

        var (fresh, first, _) = Create(quadratics, optimizer);
        fresh.Run(first, 0, Steps);
        device.Fill(0, actual);
        resumed.Reset();
        resumed.Run(actual, 0, Steps);
        Assert.Equal(device.Stage(first).ToArray(), device.Stage(actual).ToArray());
    }

    [Theory]
    [InlineData(OptimizerKind.Nesterov)]
    [InlineData(OptimizerKind.AdamW)]
    public void Steps_allocate_nothing(object name)
    {
        var (steps, weights, _) = Create(
            new Quadratics(3, seed: 4, minibatch: 7),
            new OptimizerOptions { Name = (OptimizerKind)name, WeightDecay = 0.01 });
        Assert.Equal(0, Allocation.Least(() => steps.Run(weights, 0, 3)));
    }

    private static (ILocalSteps Steps, DeviceVector Weights, IDevice Device) Create(
        Quadratics quadratics, OptimizerOptions optimizer)
    {
        var problem = quadratics.Problems()[0];
        var steps = LocalSteps.Create(problem, new AlgorithmOptions { Eta = Eta, Optimizer = optimizer });
        return (steps, problem.Device.Allocate(problem.WeightCount), problem.Device);
    }

    private static void AssertClose(double[] expected, float[] actual)
    {
        var largest = expected.Max(Math.Abs);
        for (var k = 0; k < actual.Length; k++)
        {
            Assert.Equal(expected[k], actual[k], 1e-5 * largest);
        }
    }

    /// <summary>The equations of the three rules, number by number, at agent 0 from zero weights.</summary>
    private sealed class StepOracle(Quadratics quadratics, OptimizerOptions optimizer)
    {
        private readonly double[] _first = new double[Quadratics.WeightCount];
        private readonly double[] _second = new double[Quadratics.WeightCount];

        public double[] Weights { get; } = new double[Quadratics.WeightCount];

        public double Run(int first, int count)
        {
            var cost = 0.0;
            for (var t = 1; t <= count; t++)
            {
                var isAhead = optimizer.Name == OptimizerKind.Nesterov;
                double[] at = [.. Weights.Select((w, k) => isAhead ? w + (optimizer.Momentum!.Value * _first[k]) : w)];
                cost += quadratics.Cost(0, at, first + t - 1) / count;
                var gradient = quadratics.Gradient(0, at, first + t - 1);
                for (var k = 0; k < Weights.Length; k++)
                {
                    Weights[k] += Change(k, at[k], gradient[k], t);
                }
            }

            return cost;
        }

        private double Change(int k, double at, double gradient, int t)
        {
            if (optimizer.Name == OptimizerKind.AdamW)
            {
                _first[k] = (optimizer.Beta1 * _first[k]) + ((1 - optimizer.Beta1) * gradient);
                _second[k] = (optimizer.Beta2 * _second[k]) + ((1 - optimizer.Beta2) * gradient * gradient);
                var mean = _first[k] / (1 - Math.Pow(optimizer.Beta1, t));
                var root = Math.Sqrt(_second[k] / (1 - Math.Pow(optimizer.Beta2, t)));
                return -Eta * ((mean / (root + optimizer.Epsilon)) + (optimizer.WeightDecay * at));
            }

            gradient += optimizer.WeightDecay * at;
            var kept = optimizer.Name == OptimizerKind.Nesterov ? optimizer.Momentum!.Value * _first[k] : 0;
            return _first[k] = kept - (Eta * gradient);
        }
    }
}
