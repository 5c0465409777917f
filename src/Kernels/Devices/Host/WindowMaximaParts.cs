using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>
/// The greatest numbers under the windows on one image, and where they lie; an image is a part. A NaN stays one.
/// </summary>
internal readonly unsafe struct WindowMaximaParts(
    Window window, MatrixView<float> images, MatrixView<float> maxima, MatrixView<float> columns) : IParallelBody
{
    /// <summary>Outputs at once.</summary>
    private const int Lanes = 8;

    private static readonly Vector256<int> Even = Vector256.Create(0, 2, 4, 6, 0, 2, 4, 6);

    /// <summary>Positions along a line at which the whole window lies within it: the first, and the end.</summary>
    private readonly int _inner = window.Inside(0, window.Input.Width, window.OutputWidth).First;
    private readonly int _outer = window.Inside(window.Width - 1, window.Input.Width, window.OutputWidth).End;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int index)
    {
        var image = images.At(index, 0);
        var output = 0;
        for (var channel = 0; channel < window.Input.Channels; channel++)
        {
            for (var y = 0; y < window.OutputHeight; y++, output += window.OutputWidth)
            {
                Line(image, channel, y, maxima.At(index, output), columns.At(index, output));
            }
        }
    }

    /// <summary>
    /// One line of outputs: eight at once where whole windows lie within the image and the stride is small. The last
    /// eight may overlap those before, or be less.
    /// </summary>
    private void Line(float* image, int channel, int y, float* best, float* where)
    {
        var top = y * window.Stride - window.Padding;
        var (first, end) = (Math.Max(top, 0), Math.Min(top + window.Height, window.Input.Height));
        var start = (channel * window.Input.Height + first) * window.Input.Width - window.Padding;
        var x = 0;
        for (; x < _inner; x++)
        {
            One(image, start, end - first, x, best, where);
        }

        // The vectors of the last line reach beyond the window.
        var reach = start + (end - first - 1) * window.Input.Width + window.Width + Lanes * window.Stride;
        while (window.Stride <= 2 && x < _outer)
        {
            x = Math.Max(_inner, Math.Min(x, _outer - Lanes));
            if (reach + x * window.Stride > images.Columns)
            {
                break;
            }

            Eight(image, start + x * window.Stride, end - first, best + x, where + x, _outer - x);
            x = Math.Min(x + Lanes, _outer);
        }

        for (; x < window.OutputWidth; x++)
        {
            One(image, start, end - first, x, best, where);
        }
    }

    private void One(float* image, int start, int lines, int x, float* best, float* where)
    {
        var left = x * window.Stride - window.Padding;
        var (first, end) = (Math.Max(-left, 0), Math.Min(window.Width, window.Input.Width - left));
        var (greatest, place) = (float.NegativeInfinity, start + x * window.Stride + first);
        for (var line = 0; line < lines; line++)
        {
            var column = start + line * window.Input.Width + x * window.Stride;
            for (var k = column + first; k < column + end; k++)
            {
                if (!(image[k] <= greatest || float.IsNaN(greatest)))
                {
                    (greatest, place) = (image[k], k);
                }
            }
        }

        (best[x], where[x]) = (greatest, place);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Eight(float* image, int start, int lines, float* best, float* where, int count)
    {
        var greatest = Vector256.Create(float.NegativeInfinity);
        var steps = Vector256.Create(0f, 1, 2, 3, 4, 5, 6, 7) * window.Stride;
        var place = Vector256.Create((float)start) + steps;
        for (var line = 0; line < lines; line++)
        {
            for (var k = 0; k < window.Width; k++)
            {
                var column = start + line * window.Input.Width + k;
                var value = Vector256.Load(image + column);
                if (window.Stride == 2)
                {
                    var low = Vector256.Shuffle(value, Even).GetLower();
                    var high = Vector256.Shuffle(Vector256.Load(image + column + 8), Even).GetLower();
                    value = Vector256.Create(low, high);
                }

                var stays = Vector256.LessThanOrEqual(value, greatest) | Vector256.IsNaN(greatest);
                greatest = Vector256.ConditionalSelect(stays, greatest, value);
                place = Vector256.ConditionalSelect(stays, place, Vector256.Create((float)column) + steps);
            }
        }

        if (count >= Lanes)
        {
            greatest.Store(best);
            place.Store(where);
            return;
        }

        for (var k = 0; k < count; k++)
        {
            (best[k], where[k]) = (greatest[k], place[k]);
        }
    }
}
