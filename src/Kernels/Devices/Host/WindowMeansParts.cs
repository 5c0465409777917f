using System.Runtime.CompilerServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>The means under the windows on one image, or their adjoint; an image is a part.</summary>
internal readonly unsafe struct WindowMeansParts(
    Window window, MatrixView<float> images, MatrixView<float> means, bool spreads) : IParallelBody
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int index)
    {
        if (spreads)
        {
            new Span<float>(images.At(index, 0), images.Columns).Clear();
        }

        var mean = means.At(index, 0);
        for (var channel = 0; channel < window.Input.Channels; channel++)
        {
            var plane = images.At(index, channel * window.Input.PlaneCount);
            for (var y = 0; y < window.OutputHeight; y++)
            {
                for (var x = 0; x < window.OutputWidth; x++, mean++)
                {
                    Position(plane, y, x, mean);
                }
            }
        }
    }

    private void Position(float* plane, int y, int x, float* mean)
    {
        var (top, bottom) = Range(y, window.Height, window.Input.Height);
        var (left, right) = Range(x, window.Width, window.Input.Width);
        var share = 1f / ((bottom - top) * (right - left));
        var sum = 0f;
        for (var line = top; line < bottom; line++)
        {
            var source = plane + (line * window.Input.Width);
            for (var place = left; place < right; place++)
            {
                if (spreads)
                {
                    source[place] += share * *mean;
                }
                else
                {
                    sum += source[place];
                }
            }
        }

        if (!spreads)
        {
            *mean = share * sum;
        }
    }

    private (int First, int End) Range(int position, int size, int extent)
    {
        var start = position * window.Stride - window.Padding;
        return (Math.Max(start, 0), Math.Min(start + size, extent));
    }
}
