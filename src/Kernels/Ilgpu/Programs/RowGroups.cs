using ILGPU;

namespace Murmuration.Kernels.Ilgpu.Programs;

/// <summary>
/// Programs over the row groups of matrices. A group of threads has a row group: number r·G + g is group g of row r.
/// </summary>
internal static class RowGroups
{
    /// <summary>Σ x·y of every row group.</summary>
    public static void Dots(RowGroupArguments arguments)
    {
        var room = SharedMemory.Allocate<double>(GroupTree.MaxSize);
        var row = Grid.IdxX / arguments.GroupCount;
        var group = Grid.IdxX % arguments.GroupCount;
        var width = arguments.X.ColumnCount / arguments.GroupCount;
        var sum = 0.0;
        for (var k = group * width + Group.IdxX; k < (group + 1) * width; k += Group.DimX)
        {
            sum += (double)arguments.X.At(row, k) * arguments.Y.At(row, k);
        }

        sum = GroupTree.Reduce<Terms.Number>(room, sum);
        if (Group.IdxX == 0)
        {
            arguments.Result.At(row, group) = (float)sum;
        }
    }

    /// <summary>Σ x of every row group.</summary>
    public static void Sums(RowGroupArguments arguments)
    {
        var room = SharedMemory.Allocate<double>(GroupTree.MaxSize);
        var row = Grid.IdxX / arguments.GroupCount;
        var group = Grid.IdxX % arguments.GroupCount;
        var sum = GroupTree.Reduce<Terms.Number>(room, LaneSum(arguments.X, row, group, arguments.GroupCount));
        if (Group.IdxX == 0)
        {
            arguments.Result.At(row, group) = (float)sum;
        }
    }

    /// <summary>(x − mean)·1/√(variance + epsilon), and both numbers.</summary>
    public static void Normalize(RowGroupArguments arguments)
    {
        var room = SharedMemory.Allocate<double>(GroupTree.MaxSize);
        var row = Grid.IdxX / arguments.GroupCount;
        var group = Grid.IdxX % arguments.GroupCount;
        var width = arguments.X.ColumnCount / arguments.GroupCount;
        var total = GroupTree.Reduce<Terms.Number>(room, LaneSum(arguments.X, row, group, arguments.GroupCount));
        var mean = (float)(total / width);
        var squares = 0.0;
        for (var k = group * width + Group.IdxX; k < (group + 1) * width; k += Group.DimX)
        {
            var apart = arguments.X.At(row, k) - mean;
            squares += (double)apart * apart;
        }

        var variance = GroupTree.Reduce<Terms.Number>(room, squares) / width;
        var inverse = (float)(1.0 / Math.Sqrt(variance + arguments.Epsilon));
        for (var k = group * width + Group.IdxX; k < (group + 1) * width; k += Group.DimX)
        {
            arguments.Result.At(row, k) = (arguments.X.At(row, k) - mean) * inverse;
        }

        if (Group.IdxX == 0)
        {
            arguments.Means.At(row, group) = mean;
            arguments.InverseDeviations.At(row, group) = inverse;
        }
    }

    /// <summary>The Jacobian of <see cref="Normalize"/> at X times the direction Y.</summary>
    public static void NormalizeProduct(RowGroupArguments arguments)
    {
        var room = SharedMemory.Allocate<double>(GroupTree.MaxSize);
        var row = Grid.IdxX / arguments.GroupCount;
        var group = Grid.IdxX % arguments.GroupCount;
        var width = arguments.X.ColumnCount / arguments.GroupCount;
        var mean = arguments.Means.At(row, group);
        var inverse = arguments.InverseDeviations.At(row, group);
        var along = 0.0;
        for (var k = group * width + Group.IdxX; k < (group + 1) * width; k += Group.DimX)
        {
            along += (double)(arguments.X.At(row, k) - mean) * arguments.Y.At(row, k);
        }

        var total = GroupTree.Reduce<Terms.Number>(room, LaneSum(arguments.Y, row, group, arguments.GroupCount));
        along = inverse * GroupTree.Reduce<Terms.Number>(room, along) / width;
        var slope = -(float)(along * inverse * inverse);
        var shift = (float)(total / width * inverse);
        for (var k = group * width + Group.IdxX; k < (group + 1) * width; k += Group.DimX)
        {
            arguments.Result.At(row, k) =
                (slope * (arguments.X.At(row, k) - mean)) + (inverse * arguments.Y.At(row, k)) - shift;
        }
    }

    /// <summary>exp(x) / Σ exp(x) in every row.</summary>
    public static void Softmax(RowGroupArguments arguments)
    {
        var room = SharedMemory.Allocate<double>(GroupTree.MaxSize);
        var row = Grid.IdxX;
        var max = (float)GroupTree.Reduce<Greatest>(room, LaneMax(arguments.X, row));
        var factor = (float)(1.0 / GroupTree.Reduce<Terms.Number>(room, LaneExpSum(arguments.X, row, max)));
        for (var k = Group.IdxX; k < arguments.X.ColumnCount; k += Group.DimX)
        {
            arguments.Result.At(row, k) = ScalarMath.Exp(arguments.X.At(row, k) - max) * factor;
        }
    }

    /// <summary>log Σ exp(x) of every row.</summary>
    public static void LogSumExp(RowGroupArguments arguments)
    {
        var room = SharedMemory.Allocate<double>(GroupTree.MaxSize);
        var row = Grid.IdxX;
        var max = (float)GroupTree.Reduce<Greatest>(room, LaneMax(arguments.X, row));
        var sum = GroupTree.Reduce<Terms.Number>(room, LaneExpSum(arguments.X, row, max));
        if (Group.IdxX == 0)
        {
            arguments.Sums[row] = max + ScalarMath.Log(sum);
        }
    }

    private static double LaneSum(Strided x, int row, int group, int groupCount)
    {
        var width = x.ColumnCount / groupCount;
        var sum = 0.0;
        for (var k = group * width + Group.IdxX; k < (group + 1) * width; k += Group.DimX)
        {
            sum += x.At(row, k);
        }

        return sum;
    }

    /// <summary>A NaN may be left out: it comes back through its exponential.</summary>
    private static double LaneMax(Strided x, int row)
    {
        var max = float.NegativeInfinity;
        for (var k = Group.IdxX; k < x.ColumnCount; k += Group.DimX)
        {
            max = x.At(row, k) > max ? x.At(row, k) : max;
        }

        return max;
    }

    private static double LaneExpSum(Strided x, int row, float max)
    {
        var sum = 0.0;
        for (var k = Group.IdxX; k < x.ColumnCount; k += Group.DimX)
        {
            sum += ScalarMath.Exp(x.At(row, k) - max);
        }

        return sum;
    }

    /// <summary>The greater of two numbers, neither of them a NaN.</summary>
    internal readonly struct Greatest : ITerm
    {
        public double Of(float x, float y) => x;

        public double Join(double a, double b) => a > b ? a : b;
    }
}
