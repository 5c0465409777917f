using ILGPU;

namespace Murmuration.Kernels.Ilgpu.Programs;

/// <summary>Windows on images; every thread computes one number, by gathering, so that sums have one order.</summary>
internal static class Windows
{
    /// <summary>One number of the windows laid out as columns.</summary>
    public static void Unfold(Index1D index, WindowArguments arguments)
    {
        var row = index / arguments.Places.ColumnCount;
        var column = index % arguments.Places.ColumnCount;
        var positions = arguments.OutputHeight * arguments.OutputWidth;
        var position = column % positions;
        var place = row % (arguments.WindowHeight * arguments.WindowWidth);
        var channel = row / (arguments.WindowHeight * arguments.WindowWidth);
        var y = (position / arguments.OutputWidth * arguments.Stride) - arguments.Padding
            + (place / arguments.WindowWidth);
        var x = (position % arguments.OutputWidth * arguments.Stride) - arguments.Padding
            + (place % arguments.WindowWidth);
        var inside = y >= 0 && y < arguments.PlaneHeight && x >= 0 && x < arguments.PlaneWidth;
        arguments.Places.At(row, column) = inside
            ? arguments.Images.At(
                column / positions, (((channel * arguments.PlaneHeight) + y) * arguments.PlaneWidth) + x)
            : 0f;
    }

    /// <summary>One number of an image: the sum of what lies on it, in the order of the window's places.</summary>
    public static void Fold(Index1D index, WindowArguments arguments)
    {
        var image = index / arguments.Images.ColumnCount;
        var column = index % arguments.Images.ColumnCount;
        var channel = column / (arguments.PlaneHeight * arguments.PlaneWidth);
        var y = (column / arguments.PlaneWidth % arguments.PlaneHeight) + arguments.Padding;
        var x = (column % arguments.PlaneWidth) + arguments.Padding;
        var positions = arguments.OutputHeight * arguments.OutputWidth;
        var sum = 0f;
        for (var line = 0; line < arguments.WindowHeight; line++)
        {
            var down = y - line;
            for (var place = 0; place < arguments.WindowWidth; place++)
            {
                var along = x - place;
                if (Meets(down, arguments.Stride, arguments.OutputHeight)
                    && Meets(along, arguments.Stride, arguments.OutputWidth))
                {
                    var row = (((channel * arguments.WindowHeight) + line) * arguments.WindowWidth) + place;
                    var position = (down / arguments.Stride * arguments.OutputWidth) + (along / arguments.Stride);
                    sum += arguments.Places.At(row, (image * positions) + position);
                }
            }
        }

        arguments.Images.At(image, column) = sum;
    }

    /// <summary>The greatest number under a position, and its column; the first of equals, a NaN before all.</summary>
    public static void Maxima(Index1D index, WindowArguments arguments)
    {
        var image = index / arguments.Places.ColumnCount;
        var column = index % arguments.Places.ColumnCount;
        var (top, left) = Corner(column, arguments);
        var channel = column / (arguments.OutputHeight * arguments.OutputWidth);
        var greatest = float.NegativeInfinity;
        var where = -1;
        for (var y = Math.Max(top, 0); y < Math.Min(top + arguments.WindowHeight, arguments.PlaneHeight); y++)
        {
            for (var x = Math.Max(left, 0); x < Math.Min(left + arguments.WindowWidth, arguments.PlaneWidth); x++)
            {
                var here = (((channel * arguments.PlaneHeight) + y) * arguments.PlaneWidth) + x;
                var value = arguments.Images.At(image, here);
                where = where < 0 ? here : where;
                if (!(value <= greatest || float.IsNaN(greatest)))
                {
                    greatest = value;
                    where = here;
                }
            }
        }

        arguments.Places.At(image, column) = greatest;
        arguments.Columns.At(image, column) = where;
    }

    /// <summary>The mean under one position.</summary>
    public static void Means(Index1D index, WindowArguments arguments)
    {
        var image = index / arguments.Places.ColumnCount;
        var column = index % arguments.Places.ColumnCount;
        var (top, left) = Corner(column, arguments);
        var channel = column / (arguments.OutputHeight * arguments.OutputWidth);
        var sum = 0f;
        for (var y = Math.Max(top, 0); y < Math.Min(top + arguments.WindowHeight, arguments.PlaneHeight); y++)
        {
            for (var x = Math.Max(left, 0); x < Math.Min(left + arguments.WindowWidth, arguments.PlaneWidth); x++)
            {
                sum += arguments.Images.At(
                    image, (((channel * arguments.PlaneHeight) + y) * arguments.PlaneWidth) + x);
            }
        }

        arguments.Places.At(image, column) = sum * Share(top, left, arguments);
    }

    /// <summary>One number of an image: its shares of the means, in the order of the positions.</summary>
    public static void SpreadMeans(Index1D index, WindowArguments arguments)
    {
        var image = index / arguments.Images.ColumnCount;
        var column = index % arguments.Images.ColumnCount;
        var channel = column / (arguments.PlaneHeight * arguments.PlaneWidth);
        var y = (column / arguments.PlaneWidth % arguments.PlaneHeight) + arguments.Padding;
        var x = (column % arguments.PlaneWidth) + arguments.Padding;
        var sum = 0f;
        for (var down = First(y, arguments.WindowHeight, arguments.Stride);
            down <= Math.Min(y / arguments.Stride, arguments.OutputHeight - 1);
            down++)
        {
            for (var along = First(x, arguments.WindowWidth, arguments.Stride);
                along <= Math.Min(x / arguments.Stride, arguments.OutputWidth - 1);
                along++)
            {
                var position = (((channel * arguments.OutputHeight) + down) * arguments.OutputWidth) + along;
                var (top, left) = Corner(position, arguments);
                sum += Share(top, left, arguments) * arguments.Places.At(image, position);
            }
        }

        arguments.Images.At(image, column) = sum;
    }

    /// <summary>The first position at which a window reaches a line; lines count from the padding's edge.</summary>
    private static int First(int line, int size, int stride) => Math.Max(0, (line - size + stride) / stride);

    private static bool Meets(int distance, int stride, int positions) =>
        distance >= 0 && distance % stride == 0 && distance / stride < positions;

    private static (int Top, int Left) Corner(int column, WindowArguments arguments)
    {
        var position = column % (arguments.OutputHeight * arguments.OutputWidth);
        return (
            (position / arguments.OutputWidth * arguments.Stride) - arguments.Padding,
            (position % arguments.OutputWidth * arguments.Stride) - arguments.Padding);
    }

    private static float Share(int top, int left, WindowArguments arguments)
    {
        var height = Math.Min(top + arguments.WindowHeight, arguments.PlaneHeight) - Math.Max(top, 0);
        var width = Math.Min(left + arguments.WindowWidth, arguments.PlaneWidth) - Math.Max(left, 0);
        return 1f / (height * width);
    }
}
