using Murmuration.Agent.Algorithms;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Models;
using Murmuration.Kernels.Objectives;
using Murmuration.Kernels.Regularizers;

namespace Murmuration.Simulation.Tests.Virtual;

/// <summary>
/// Ridge regression with an intercept, (1/N) Σ (d − x'w)² + λ‖w‖², its rows dealt to agents that each see points of
/// their own, and its answer from the normal equations in double precision.
/// </summary>
internal sealed class RidgeProblem
{
    public const int InputCount = 4;
    public const int WeightCount = InputCount + 1;
    private const int RowsPerAgent = 8;
    private const double L2 = 0.05;
    private readonly int _agentCount;
    private readonly float[][] _inputs;
    private readonly float[][] _targets;
    private readonly double[,] _normal = new double[WeightCount, WeightCount];
    private readonly double[] _right = new double[WeightCount];

    public RidgeProblem(int agentCount, int seed)
    {
        var random = new Random(seed);
        _agentCount = agentCount;
        _inputs = new float[agentCount][];
        _targets = new float[agentCount][];
        for (var agent = 0; agent < agentCount; agent++)
        {
            (_inputs[agent], _targets[agent]) = Draw(random, agent);
        }

        AddRidge();
        Answer = Solve();
    }

    /// <summary>The minimizer.</summary>
    public double[] Answer { get; }

    /// <summary>Agent i's share of it.</summary>
    public LocalProblem Share(int agent)
    {
        var device = new HostDevice();
        var samples = new Samples(
            Upload(device, _inputs[agent], InputCount), Upload(device, _targets[agent], 1));
        var model = Model.MultilayerPerceptron([InputCount, 1], Activation.Tanh);
        var objective = new LocalObjective(
            device, model, SquaredLoss.Instance, samples, 1.0 / (RowsPerAgent * _agentCount));
        return new(device, objective, new Regularizer(0, L2), _agentCount);
    }

    /// <summary>‖∇U(w)‖, 0 at the answer.</summary>
    public double StationarityGap(IReadOnlyList<double> weights)
    {
        var sum = 0.0;
        for (var row = 0; row < WeightCount; row++)
        {
            var slope = -_right[row];
            for (var column = 0; column < WeightCount; column++)
            {
                slope += _normal[row, column] * weights[column];
            }

            sum += 4 * slope * slope;
        }

        return Math.Sqrt(sum);
    }

    private static DeviceMatrix Upload(HostDevice device, float[] values, int columns)
    {
        var matrix = device.Allocate(values.Length).AsMatrix(values.Length / columns, columns);
        device.Upload(values, matrix.AsVector());
        return matrix;
    }

    private (float[] Inputs, float[] Targets) Draw(Random random, int agent)
    {
        var (inputs, targets) = (new float[RowsPerAgent * InputCount], new float[RowsPerAgent]);
        for (var row = 0; row < RowsPerAgent; row++)
        {
            var x = new double[WeightCount];
            for (var k = 0; k < InputCount; k++)
            {
                var centre = k == agent % InputCount ? 1 : 0;
                inputs[(row * InputCount) + k] = (float)((2 * random.NextDouble()) - 1 + centre);
                x[k] = inputs[(row * InputCount) + k];
            }

            x[InputCount] = 1;
            targets[row] = (float)(x[0] - (2 * x[1]) + (agent * 0.3) + random.NextDouble());
            Add(x, targets[row]);
        }

        return (inputs, targets);
    }

    private void Add(double[] x, double target)
    {
        var scale = 1.0 / (RowsPerAgent * _agentCount);
        for (var row = 0; row < WeightCount; row++)
        {
            _right[row] += scale * x[row] * target;
            for (var column = 0; column < WeightCount; column++)
            {
                _normal[row, column] += scale * x[row] * x[column];
            }
        }
    }

    private void AddRidge()
    {
        for (var k = 0; k < WeightCount; k++)
        {
            _normal[k, k] += L2;
        }
    }

    /// <summary>Gaussian elimination; the matrix is positive definite.</summary>
    private double[] Solve()
    {
        var (a, b) = ((double[,])_normal.Clone(), (double[])_right.Clone());
        for (var pivot = 0; pivot < WeightCount; pivot++)
        {
            for (var row = 0; row < WeightCount; row++)
            {
                var factor = row == pivot ? 0 : a[row, pivot] / a[pivot, pivot];
                b[row] -= factor * b[pivot];
                for (var column = 0; column < WeightCount; column++)
                {
                    a[row, column] -= factor * a[pivot, column];
                }
            }
        }

        return [.. b.Select((value, k) => value / a[k, k])];
    }
}
