using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Models;

namespace Murmuration.Kernels.Tests.Support;

/// <summary>Holds a model against a function in float64 and its central differences, in weights and inputs.</summary>
internal sealed class LayerCheck(IDevice device, Model model, NaiveFunction naive, int samples, int seed = 1)
{
    private const double H = 1e-5;

    private readonly Random _random = new(seed);

    /// <summary>A key of noise for the model; the function must draw none.</summary>
    public ulong? NoiseKey { get; init; }

    /// <summary>All checks; <paramref name="relative"/> to the largest number.</summary>
    public void Run(double relative = 5e-6)
    {
        var weights = Numbers.Normal(_random, model.WeightCount, 0.7);
        var inputs = Numbers.Normal(_random, samples * model.InputCount);
        var v = Numbers.Normal(_random, model.WeightCount);
        var d = Numbers.Normal(_random, inputs.Length);
        var u = Numbers.Normal(_random, samples * model.OutputCount);
        var workspace = model.CreateWorkspace(device);
        workspace.NoiseKey = NoiseKey;
        var (w, x) = (device.Vector(weights), device.Matrix(samples, model.InputCount, inputs));
        var outputs = device.ReadDouble(model.Forward(workspace, w, x).AsVector());
        var rows = Numbers.Rows(inputs, model.InputCount);
        Dense.AssertClose([.. rows.SelectMany(row => naive(weights.ToDouble(), row))], outputs, relative);

        var inWeights = Enumerable.Range(0, samples)
            .SelectMany(m => Differences(weights.ToDouble(), moved => naive(moved, rows[m]))).ToArray();
        var inInputs = rows.Select(row => Differences(row, moved => naive(weights.ToDouble(), moved))).ToArray();
        if (model.WeightCount > 0)
        {
            CheckJacobian(workspace, w, inWeights, relative);
        }

        CheckForwardMode(workspace, w, (v, d), inWeights, inInputs, relative);
        CheckBackward(workspace, w, u, inWeights, inInputs, relative);
    }

    private void CheckJacobian(ModelWorkspace workspace, DeviceVector w, double[][] inWeights, double relative)
    {
        var jacobian = device.Matrix(samples * model.OutputCount, model.WeightCount);
        model.Jacobian(workspace, w, device.Matrix(samples, model.OutputCount), jacobian);
        Dense.AssertClose(
            [.. inWeights.SelectMany(row => row)], device.ReadDouble(jacobian.AsVector()), relative);
    }

    private void CheckForwardMode(
        ModelWorkspace workspace,
        DeviceVector w,
        (float[] Weights, float[] Inputs) direction,
        double[][] inWeights,
        double[][][] inInputs,
        double relative)
    {
        var v = device.Vector(direction.Weights);
        var result = device.Matrix(samples, model.OutputCount);
        model.Product(workspace, w, v, result);
        var expected = Dense.Multiply(inWeights, direction.Weights.ToDouble());
        Dense.AssertClose(expected, device.ReadDouble(result.AsVector()), relative);

        model.Product(workspace, w, v, device.Matrix(samples, model.InputCount, direction.Inputs), result);
        var moved = Numbers.Rows(direction.Inputs, model.InputCount)
            .SelectMany((row, m) => Dense.Multiply(inInputs[m], row));
        Dense.AssertClose(
            [.. expected.Zip(moved, (a, b) => a + b)], device.ReadDouble(result.AsVector()), relative);
    }

    private void CheckBackward(
        ModelWorkspace workspace,
        DeviceVector w,
        float[] u,
        double[][] inWeights,
        double[][][] inInputs,
        double relative)
    {
        var slopes = device.Matrix(samples, model.OutputCount, u);
        var result = device.Allocate(model.WeightCount);
        var inputSlopes = device.Matrix(samples, model.InputCount);
        model.TransposedProduct(workspace, w, slopes, result, inputSlopes);
        var expectedGradient = Dense.MultiplyTransposed(inWeights, u.ToDouble());
        Dense.AssertClose(expectedGradient, device.ReadDouble(result), relative);
        var expected = Numbers.Rows(u, model.OutputCount)
            .SelectMany((row, m) => Dense.MultiplyTransposed(inInputs[m], row));
        Dense.AssertClose([.. expected], device.ReadDouble(inputSlopes.AsVector()), relative);

        var again = device.Allocate(model.WeightCount);
        model.TransposedProduct(workspace, w, slopes, again);
        Assert.Equal(device.Read(result), device.Read(again));
    }

    /// <summary>Outputs × variables.</summary>
    private double[][] Differences(double[] at, Func<double[], double[]> function)
    {
        var jacobian = Enumerable.Range(0, model.OutputCount).Select(_ => new double[at.Length]).ToArray();
        var moved = (double[])at.Clone();
        for (var q = 0; q < at.Length; q++)
        {
            moved[q] = at[q] + H;
            var above = function(moved);
            moved[q] = at[q] - H;
            var below = function(moved);
            for (var o = 0; o < jacobian.Length; o++)
            {
                jacobian[o][q] = (above[o] - below[o]) / (2 * H);
            }

            moved[q] = at[q];
        }

        return jacobian;
    }
}
