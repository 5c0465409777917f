using System.Runtime.CompilerServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>The windows on one image, laid out as columns; an image is a part.</summary>
internal readonly unsafe struct UnfoldParts(Window window, MatrixView<float> images, MatrixView<float> columns)
    : IParallelBody
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int index)
    {
        var (input, positions, row) = (window.Input, window.PositionCount, 0);
        for (var channel = 0; channel < input.Channels; channel++)
        {
            var plane = images.At(index, channel * input.PlaneCount);
            for (var line = 0; line < window.Height; line++)
            {
                var (top, bottom) = window.Inside(line, input.Height, window.OutputHeight);
                for (var place = 0; place < window.Width; place++, row++)
                {
                    var (left, right) = window.Inside(place, input.Width, window.OutputWidth);
                    var target = columns.At(row, index * positions);
                    if ((bottom - top) * (right - left) < positions)
                    {
                        new Span<float>(target, positions).Clear();
                    }

                    var lines = new ImageLines(window, line, place, top, left, bottom - top, right - left);
                    lines.Copy(plane, target);
                }
            }
        }
    }
}
