using ILGPU;

namespace Murmuration.Kernels.Ilgpu.Programs;

/// <summary>
/// Functions of one number by the same series and ratios as the host's. The instructions that cards have for them are
/// good to three or four digits only, and are not used.
/// </summary>
internal static class ScalarMath
{
    /// <summary>exp(x), to 3 units in the last place; 0 below the least float32, infinity above the greatest.</summary>
    public static float Exp(float x)
    {
        // x = n·log 2 + r with |r| ≤ log(2)/2; n times the first part of log 2 is exact.
        x = x > 90f ? 90f : x;
        x = x < -110f ? -110f : x;
        var n = (int)((x * 1.44269504f) + (x < 0f ? -0.5f : 0.5f));
        var r = x - (n * 0.693359375f) + (n * 2.12194440e-4f);
        var series = (1f / 5040f * r) + (1f / 720f);
        series = (series * r) + (1f / 120f);
        series = (series * r) + (1f / 24f);
        series = (series * r) + (1f / 6f);
        series = (series * r) + 0.5f;
        series = (series * r) + 1f;
        series = (series * r) + 1f;

        // In two steps: 2ⁿ alone may be beyond what a float holds.
        var half = n / 2;
        return series * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    /// <summary>Hyperbolic tangent as a ratio of polynomials, to 3.2e-7 of its value.</summary>
    public static float Tanh(float x)
    {
        x = x > 9.02f ? 9.02f : x;
        x = x < -9.02f ? -9.02f : x;
        var square = x * x;
        var p = (1.33178039e-8f * square) + 2.05825675e-5f;
        p = (p * square) + 3.49397994e-3f;
        p = (p * square) + 0.133796726f;
        p = (p * square) + 1f;
        var q = (7.7614996e-7f * square) + 3.28300268e-4f;
        q = (q * square) + 0.0258708672f;
        q = (q * square) + 0.467129879f;
        q = (q * square) + 1f;
        var ratio = x * p / q;
        ratio = ratio > 1f ? 1f : ratio;
        return ratio < -1f ? -1f : ratio;
    }

    /// <summary>1 / (1 + exp(−x)).</summary>
    public static float Sigmoid(float x) => 1f / (1f + Exp(-x));

    /// <summary>max(x, 0) + log(1 + exp(−|x|)).</summary>
    public static float Softplus(float x)
    {
        // With u = exp(−|x|) and s = u / (2 + u): log(1 + u) = 2·artanh(s), where s ≤ 1/3.
        var u = Exp(x < 0f ? x : -x);
        var s = u / (u + 2f);
        var square = s * s;
        var series = (1f / 15f * square) + (1f / 13f);
        series = (series * square) + (1f / 11f);
        series = (series * square) + (1f / 9f);
        series = (series * square) + (1f / 7f);
        series = (series * square) + 0.2f;
        series = (series * square) + (1f / 3f);
        series = (series * square) + 1f;
        return ((s + s) * series) + (x <= 0f ? 0f : x);
    }

    /// <summary>The tanh in GELU, of √(2/π)·(x + 0.044715·x³).</summary>
    public static float GeluTanh(float x) => Tanh(((0.0356774081f * x * x) + 0.797884561f) * x);

    /// <summary>log(x) of a positive normal float64, to 1e-15; a NaN stays one.</summary>
    public static double Log(double x)
    {
        // x = m·2ⁿ with m in [√½, √2): log x = n·log 2 + 2·artanh((m − 1)/(m + 1)).
        var bits = Interop.FloatAsInt(x);
        var n = (int)((bits >> 52) & 0x7FF) - 1023;
        var m = Interop.IntAsFloat((bits & 0xFFFFFFFFFFFFFUL) | 0x3FF0000000000000UL);
        if (m > 1.4142135623730951)
        {
            m *= 0.5;
            n++;
        }

        var s = (m - 1.0) / (m + 1.0);
        var (square, series) = (s * s, 0.0);
        for (var k = 23; k >= 1; k -= 2)
        {
            series = (series * square) + (1.0 / k);
        }

        return double.IsNaN(x) ? x : (n * 0.6931471805599453) + (2.0 * s * series);
    }

    private static float PowerOfTwo(int n) => Interop.IntAsFloat((uint)((n + 127) << 23));
}
