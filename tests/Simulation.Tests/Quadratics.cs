using Murmuration.Agent.Algorithms;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Models;
using Murmuration.Kernels.Objectives;
using Murmuration.Kernels.Regularizers;

namespace Murmuration.Simulation.Tests;

/// <summary>
/// Quadratic costs that differ from agent to agent, as a linear model with squared loss makes them, and the same in
/// double precision by plain loops: h_i(w) = (2/B) Σ_r (x_r'w − d_r) x_r over the rows of a batch.
/// </summary>
internal sealed class Quadratics
{
    public const int WeightCount = 10;
    public const int Rows = 24;
    private const int InputCount = WeightCount - 1;
    private readonly float[][] _inputs;
    private readonly float[][] _targets;
    private readonly int _minibatch;

    /// <summary>Agents whose own minima lie far apart.</summary>
    public Quadratics(int agents, int seed, int minibatch = 0)
    {
        var random = new Random(seed);
        _minibatch = minibatch;
        _inputs = [.. Enumerable.Range(0, agents).Select(_ => Draw(random, Rows * InputCount, 1))];
        _targets = [.. _inputs.Select(inputs => Targets(random, inputs))];
    }

    public int Agents => _inputs.Length;

    /// <summary>The agents' problems for the production code.</summary>
    public IReadOnlyList<LocalProblem> Problems() => [.. Enumerable.Range(0, Agents).Select(Problem)];

    /// <summary>The mean of the agents' gradients, 0 at the minimizer.</summary>
    public double[] MeanGradient(double[] weights)
    {
        var mean = new double[WeightCount];
        for (var agent = 0; agent < Agents; agent++)
        {
            foreach (var (k, slope) in Gradient(agent, weights, step: 0).Index())
            {
                mean[k] += slope / Agents;
            }
        }

        return mean;
    }

    /// <summary>h_i(w) over the rows of a step.</summary>
    public double[] Gradient(int agent, double[] weights, int step)
    {
        var gradient = new double[WeightCount];
        var rows = Batch(agent, step);
        foreach (var row in rows)
        {
            var error = Error(agent, row, weights);
            for (var k = 0; k < WeightCount; k++)
            {
                gradient[k] += 2 * error * Input(agent, row, k) / rows.Length;
            }
        }

        return gradient;
    }

    /// <summary>g_i(w) over the rows of a step.</summary>
    public double Cost(int agent, double[] weights, int step)
    {
        var rows = Batch(agent, step);
        return rows.Sum(row => Math.Pow(Error(agent, row, weights), 2)) / (rows.Length * Agents);
    }

    /// <summary>The minimizer of the mean, by gradient descent in double precision.</summary>
    public double[] Minimizer()
    {
        var weights = new double[WeightCount];
        for (var step = 0; step < 20_000; step++)
        {
            var gradient = MeanGradient(weights);
            for (var k = 0; k < WeightCount; k++)
            {
                weights[k] -= 0.1 * gradient[k];
            }
        }

        return weights;
    }

    private int[] Batch(int agent, int step) => _minibatch > 0
        ? new MinibatchSampler(Rows, _minibatch, (ulong)agent).Rows(step).ToArray()
        : [.. Enumerable.Range(0, Rows)];

    private double Error(int agent, int row, double[] weights) =>
        Enumerable.Range(0, WeightCount).Sum(k => Input(agent, row, k) * weights[k]) - _targets[agent][row];

    private double Input(int agent, int row, int k) => k < InputCount ? _inputs[agent][(row * InputCount) + k] : 1;

    private LocalProblem Problem(int agent)
    {
        var device = new HostDevice();
        var samples = new Samples(Upload(device, _inputs[agent], InputCount), Upload(device, _targets[agent], 1));
        var model = Model.MultilayerPerceptron([InputCount, 1], Activation.Tanh);
        var sampler = _minibatch > 0 ? new MinibatchSampler(Rows, _minibatch, (ulong)agent) : null;
        var objective = new LocalObjective(
            device, model, SquaredLoss.Instance, samples, 1.0 / (Rows * Agents), sampler);
        return new(device, objective, new Regularizer(0, 0), Agents);
    }

    private static float[] Targets(Random random, float[] inputs)
    {
        var own = Draw(random, WeightCount, 3);
        return [.. Enumerable.Range(0, Rows).Select(row => own[InputCount] + Enumerable.Range(0, InputCount)
            .Sum(k => own[k] * inputs[(row * InputCount) + k]))];
    }

    private static float[] Draw(Random random, int count, double scale) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)(scale * ((2 * random.NextDouble()) - 1)))];

    private static DeviceMatrix Upload(HostDevice device, float[] values, int columns)
    {
        var vector = device.Allocate(values.Length);
        device.Upload(values, vector);
        return vector.AsMatrix(values.Length / columns, columns);
    }
}
