using System.Runtime.CompilerServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>Maps of the rows of a row-major matrix without padding; stable for scores of any size.</summary>
internal static partial class VectorMath
{
    /// <summary>Numbers whose exponentials are taken at once: many short rows, or a piece of a long one.</summary>
    private const int ExpCount = 512;

    /// <summary>result row = exp(x row) / Σ exp(x row); the result may be the input itself.</summary>
    public static void SoftmaxRows(ReadOnlySpan<float> x, int columns, Span<float> result)
    {
        for (var start = 0; start < x.Length; start += columns)
        {
            var row = x.Slice(start, columns);
            Shift(row, Max(row), result.Slice(start, columns));
        }

        Exp(result[..x.Length], result[..x.Length]);
        for (var start = 0; start < x.Length; start += columns)
        {
            var row = result.Slice(start, columns);
            var factor = (float)(1 / RowSum(row));
            foreach (ref var value in row)
            {
                value *= factor;
            }
        }
    }

    /// <summary>result[row] = log Σ exp(x row), one number a row.</summary>
    [SkipLocalsInit]
    public static void LogSumExpRows(ReadOnlySpan<float> x, int columns, Span<double> result)
    {
        Span<float> buffer = stackalloc float[ExpCount];
        var rowsAtOnce = Math.Max(1, ExpCount / Math.Max(columns, 1));
        for (var row = 0; row < result.Length; row += rowsAtOnce)
        {
            var count = Math.Min(rowsAtOnce, result.Length - row);
            LogSumExpBlock(x.Slice(row * columns, count * columns), columns, result.Slice(row, count), buffer);
        }
    }

    private static void LogSumExpBlock(ReadOnlySpan<float> x, int columns, Span<double> result, Span<float> buffer)
    {
        if (columns > buffer.Length)
        {
            result[0] = LogSumExpLongRow(x, buffer);
            return;
        }

        var exponentials = buffer[..x.Length];
        for (var row = 0; row < result.Length; row++)
        {
            var scores = x.Slice(row * columns, columns);
            var max = Max(scores);
            result[row] = max;
            Shift(scores, max, exponentials.Slice(row * columns, columns));
        }

        Exp(exponentials, exponentials);
        for (var row = 0; row < result.Length; row++)
        {
            result[row] += Math.Log(RowSum(exponentials.Slice(row * columns, columns)));
        }
    }

    private static double LogSumExpLongRow(ReadOnlySpan<float> x, Span<float> buffer)
    {
        var max = Max(x);
        var sum = 0.0;
        for (var start = 0; start < x.Length; start += buffer.Length)
        {
            var exponentials = buffer[..Math.Min(buffer.Length, x.Length - start)];
            Shift(x.Slice(start, exponentials.Length), max, exponentials);
            Exp(exponentials, exponentials);
            sum += RowSum(exponentials);
        }

        return max + Math.Log(sum);
    }

    /// <summary>
    /// The greatest score, without branches. A NaN may be left out: it comes back through its exponential.
    /// </summary>
    private static float Max(ReadOnlySpan<float> row)
    {
        var max = float.NegativeInfinity;
        foreach (var value in row)
        {
            max = float.MaxNative(value, max);
        }

        return max;
    }

    private static void Shift(ReadOnlySpan<float> row, float max, Span<float> result)
    {
        for (var i = 0; i < row.Length; i++)
        {
            result[i] = row[i] - max;
        }
    }

    private static double RowSum(ReadOnlySpan<float> row)
    {
        var sum = 0.0;
        foreach (var value in row)
        {
            sum += value;
        }

        return sum;
    }
}
