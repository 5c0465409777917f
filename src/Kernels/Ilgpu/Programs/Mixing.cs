using ILGPU;

namespace Murmuration.Kernels.Ilgpu.Programs;

/// <summary>
/// The consensus step: one pass over all vectors, summed in float64 in the order given. Four loads are under way at
/// once, of which those beyond the count read a vector that is there anyway.
/// </summary>
internal static class Mixing
{
    public static void Sum(Index1D index, MixArguments arguments)
    {
        var sum = arguments.IsFirst != 0 ? 0.0 : arguments.Carry[index];
        var x0 = arguments.X0[index];
        var x1 = arguments.X1[index];
        var x2 = arguments.X2[index];
        var x3 = arguments.X3[index];
        sum += arguments.W0 * x0;
        sum += arguments.Count > 1 ? arguments.W1 * x1 : 0.0;
        sum += arguments.Count > 2 ? arguments.W2 * x2 : 0.0;
        sum += arguments.Count > 3 ? arguments.W3 * x3 : 0.0;
        if (arguments.Count > 4)
        {
            var x4 = arguments.X4[index];
            var x5 = arguments.X5[index];
            var x6 = arguments.X6[index];
            var x7 = arguments.X7[index];
            sum += arguments.W4 * x4;
            sum += arguments.Count > 5 ? arguments.W5 * x5 : 0.0;
            sum += arguments.Count > 6 ? arguments.W6 * x6 : 0.0;
            sum += arguments.Count > 7 ? arguments.W7 * x7 : 0.0;
        }

        if (arguments.Count > 8)
        {
            var x8 = arguments.X8[index];
            var x9 = arguments.X9[index];
            var x10 = arguments.X10[index];
            var x11 = arguments.X11[index];
            sum += arguments.W8 * x8;
            sum += arguments.Count > 9 ? arguments.W9 * x9 : 0.0;
            sum += arguments.Count > 10 ? arguments.W10 * x10 : 0.0;
            sum += arguments.Count > 11 ? arguments.W11 * x11 : 0.0;
        }

        if (arguments.Count > 12)
        {
            var x12 = arguments.X12[index];
            var x13 = arguments.X13[index];
            var x14 = arguments.X14[index];
            var x15 = arguments.X15[index];
            sum += arguments.W12 * x12;
            sum += arguments.Count > 13 ? arguments.W13 * x13 : 0.0;
            sum += arguments.Count > 14 ? arguments.W14 * x14 : 0.0;
            sum += arguments.Count > 15 ? arguments.W15 * x15 : 0.0;
        }

        if (arguments.IsLast != 0)
        {
            arguments.Result[index] = (float)sum;
        }
        else
        {
            arguments.Carry[index] = sum;
        }
    }
}
