namespace Murmuration.Kernels.Tests.Support;

/// <summary>Float64 algebra by plain loops.</summary>
internal static class Dense
{
    public static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();

    public static double[] Multiply(double[][] a, double[] x) => [.. a.Select(row => Dot(row, x))];

    public static double[] MultiplyTransposed(double[][] a, double[] y)
    {
        var result = new double[a[0].Length];
        for (var r = 0; r < a.Length; r++)
        {
            for (var c = 0; c < result.Length; c++)
            {
                result[c] += a[r][c] * y[r];
            }
        }

        return result;
    }

    /// <summary>Gaussian elimination with row exchanges.</summary>
    public static double[] Solve(double[][] matrix, double[] right)
    {
        var n = right.Length;
        var a = matrix.Select((row, r) => row.Append(right[r]).ToArray()).ToArray();
        for (var k = 0; k < n; k++)
        {
            var pivot = Enumerable.Range(k, n - k).MaxBy(r => Math.Abs(a[r][k]));
            (a[k], a[pivot]) = (a[pivot], a[k]);
            for (var r = 0; r < n; r++)
            {
                var factor = r == k ? 0 : a[r][k] / a[k][k];
                for (var c = k; c <= n && factor != 0; c++)
                {
                    a[r][c] -= factor * a[k][c];
                }
            }
        }

        return [.. a.Select((row, k) => row[n] / row[k])];
    }

    public static float[] ToSingle(this double[] x) => [.. x.Select(a => (float)a)];

    public static double[] ToDouble(this float[] x) => [.. x.Select(a => (double)a)];

    /// <summary>Entries agree to a part of the largest.</summary>
    public static void AssertClose(double[] expected, double[] actual, double relative)
    {
        Assert.Equal(expected.Length, actual.Length);
        var scale = expected.Select(Math.Abs).DefaultIfEmpty().Max() + 1e-30;
        for (var k = 0; k < expected.Length; k++)
        {
            Assert.True(
                Math.Abs(expected[k] - actual[k]) <= relative * scale,
                $"Entry {k}: expected {expected[k]}, got {actual[k]}; largest is {scale}.");
        }
    }
}
