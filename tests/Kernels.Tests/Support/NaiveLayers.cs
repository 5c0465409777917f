using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Tests.Support;

/// <summary>Layers of one sample in float64, by plain loops straight from their definitions.</summary>
internal static class NaiveLayers
{
    public static double[] Convolution(Window window, int channels, ReadOnlySpan<double> w, double[] x)
    {
        var (input, output) = (window.Input, new double[channels * window.PositionCount]);
        var biases = w[(channels * window.PatchCount)..];
        for (var o = 0; o < channels; o++)
        {
            for (var y = 0; y < window.OutputHeight; y++)
            {
                for (var z = 0; z < window.OutputWidth; z++)
                {
                    var sum = biases[o];
                    for (var c = 0; c < input.Channels; c++)
                    {
                        for (var i = 0; i < window.Height; i++)
                        {
                            for (var j = 0; j < window.Width; j++)
                            {
                                var weight = w[((o * input.Channels + c) * window.Height + i) * window.Width + j];
                                sum += weight * Pixel(window, x, c, y, z, i, j, 0);
                            }
                        }
                    }

                    output[(o * window.OutputHeight + y) * window.OutputWidth + z] = sum;
                }
            }
        }

        return output;
    }

    public static double[] MaxPool(Window window, double[] x) => Pool(window, x, under => under.Max());

    public static double[] AveragePool(Window window, double[] x) => Pool(window, x, under => under.Average());

    public static double[] GroupNorm(ImageShape shape, int groups, ReadOnlySpan<double> w, double[] x)
    {
        var output = new double[x.Length];
        var size = x.Length / groups;
        for (var k = 0; k < x.Length; k++)
        {
            var group = x.AsSpan(k / size * size, size).ToArray();
            var mean = group.Average();
            var variance = group.Average(value => (value - mean) * (value - mean));
            var channel = k / shape.PlaneCount;
            output[k] = w[channel] * (x[k] - mean) / Math.Sqrt(variance + 1e-5) + w[shape.Channels + channel];
        }

        return output;
    }

    public static double Gelu(double a) =>
        0.5 * a * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (a + 0.044715 * a * a * a)));

    public static double Softplus(double a) => Math.Max(a, 0) + Math.Log(1 + Math.Exp(-Math.Abs(a)));

    private static double[] Pool(Window window, double[] x, Func<double[], double> combine)
    {
        var output = new List<double>();
        for (var c = 0; c < window.Input.Channels; c++)
        {
            for (var y = 0; y < window.OutputHeight; y++)
            {
                for (var z = 0; z < window.OutputWidth; z++)
                {
                    var under =
                        from i in Enumerable.Range(0, window.Height)
                        from j in Enumerable.Range(0, window.Width)
                        select Pixel(window, x, c, y, z, i, j, double.NaN);
                    output.Add(combine([.. under.Where(value => !double.IsNaN(value))]));
                }
            }
        }

        return [.. output];
    }

    private static double Pixel(Window window, double[] x, int c, int y, int z, int i, int j, double outside)
    {
        var (line, place) = (y * window.Stride + i - window.Padding, z * window.Stride + j - window.Padding);
        var inside = line >= 0 && line < window.Input.Height && place >= 0 && place < window.Input.Width;
        return inside ? x[(c * window.Input.Height + line) * window.Input.Width + place] : outside;
    }
}
