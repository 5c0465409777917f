using System.Runtime.CompilerServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>One image as the sum of what lies on it; an image is a part, summed in the order of the columns.</summary>
internal readonly unsafe struct FoldParts(Window window, MatrixView<float> columns, MatrixView<float> images)
    : IParallelBody
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int index)
    {
        var (input, positions, row) = (window.Input, window.PositionCount, 0);
        new Span<float>(images.At(index, 0), images.Columns).Clear();
        for (var channel = 0; channel < input.Channels; channel++)
        {
            var plane = images.At(index, channel * input.PlaneCount);
            for (var line = 0; line < window.Height; line++)
            {
                var (top, bottom) = window.Inside(line, input.Height, window.OutputHeight);
                for (var place = 0; place < window.Width; place++, row++)
                {
                    var (left, right) = window.Inside(place, input.Width, window.OutputWidth);
                    var lines = new ImageLines(window, line, place, top, left, bottom - top, right - left);
                    lines.Add(columns.At(row, index * positions), plane);
                }
            }
        }
    }
}
