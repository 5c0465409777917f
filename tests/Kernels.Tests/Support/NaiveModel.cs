using Murmuration.Kernels.Models;

namespace Murmuration.Kernels.Tests.Support;

/// <summary>A multilayer perceptron in float64 by plain loops; its Jacobian comes from central differences.</summary>
internal sealed class NaiveModel(IReadOnlyList<int> widths, Activation activation)
{
    public double[] Outputs(ReadOnlySpan<double> w, double[] x)
    {
        var at = 0;
        for (var layer = 1; layer < widths.Count; layer++)
        {
            var (inputs, outputs) = (widths[layer - 1], widths[layer]);
            var next = new double[outputs];
            for (var o = 0; o < outputs; o++)
            {
                next[o] = w[at + outputs * inputs + o];
                for (var i = 0; i < inputs; i++)
                {
                    next[o] += w[at + o * inputs + i] * x[i];
                }
            }

            at += outputs * (inputs + 1);
            x = layer < widths.Count - 1 ? [.. next.Select(Activate)] : next;
        }

        return x;
    }

    /// <summary>Rows m·outputs + o.</summary>
    public double[][] Jacobian(double[] w, double[][] samples)
    {
        const double H = 1e-5;
        var outputs = widths[^1];
        var jacobian = Enumerable.Range(0, samples.Length * outputs).Select(_ => new double[w.Length]).ToArray();
        var moved = (double[])w.Clone();
        for (var q = 0; q < w.Length; q++)
        {
            for (var m = 0; m < samples.Length; m++)
            {
                moved[q] = w[q] + H;
                var above = Outputs(moved, samples[m]);
                moved[q] = w[q] - H;
                var below = Outputs(moved, samples[m]);
                for (var o = 0; o < outputs; o++)
                {
                    jacobian[m * outputs + o][q] = (above[o] - below[o]) / (2 * H);
                }
            }

            moved[q] = w[q];
        }

        return jacobian;
    }

    private double Activate(double a) => activation switch
    {
        Activation.Tanh => Math.Tanh(a),
        Activation.Sigmoid => 1 / (1 + Math.Exp(-a)),
        _ => Math.Max(a, 0),
    };
}
