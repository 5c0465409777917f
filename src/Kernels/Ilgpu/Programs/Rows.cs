using ILGPU;

namespace Murmuration.Kernels.Ilgpu.Programs;

/// <summary>Programs that compute every entry of a matrix by itself; entry i lies in row i / columns.</summary>
internal static class Rows
{
    /// <summary>The entries of X.</summary>
    public static void Copy(Index1D index, RowArguments arguments)
    {
        var row = index / arguments.Result.ColumnCount;
        var column = index % arguments.Result.ColumnCount;
        arguments.Result.At(row, column) = arguments.X.At(row, column);
    }

    /// <summary>The rows of X with the given indices.</summary>
    public static void Gather(Index1D index, RowArguments arguments)
    {
        var row = index / arguments.Result.ColumnCount;
        var column = index % arguments.Result.ColumnCount;
        arguments.Result.At(row, column) = arguments.X.At(arguments.Indices[row], column);
    }

    /// <summary>beta·result + alpha·factor of the row·X; with beta = 0 the old result is not read.</summary>
    public static void AddScaled(Index1D index, RowArguments arguments)
    {
        var row = index / arguments.Result.ColumnCount;
        var column = index % arguments.Result.ColumnCount;
        var value = arguments.Alpha * arguments.Factors[row] * arguments.X.At(row, column);
        if (arguments.Beta != 0f)
        {
            value += arguments.Beta * arguments.Result.At(row, column);
        }

        arguments.Result.At(row, column) = value;
    }

    /// <summary>Adds X times the tile Y, which repeats in both directions.</summary>
    public static void AddTiled(Index1D index, RowArguments arguments)
    {
        var row = index / arguments.Result.ColumnCount;
        var column = index % arguments.Result.ColumnCount;
        arguments.Result.At(row, column) += arguments.X.At(row, column)
            * arguments.Y.At(row % arguments.Y.RowCount, column % arguments.Y.ColumnCount);
    }

    /// <summary>Adds the summands, one a column, to every row.</summary>
    public static void AddRow(Index1D index, RowArguments arguments)
    {
        var row = index / arguments.Result.ColumnCount;
        var column = index % arguments.Result.ColumnCount;
        arguments.Result.At(row, column) += arguments.Summands[column];
    }

    /// <summary>result_(r, i·q + j) = x_ri · y_rj, q columns in Y.</summary>
    public static void OuterProducts(Index1D index, RowArguments arguments)
    {
        var row = index / arguments.Result.ColumnCount;
        var column = index % arguments.Result.ColumnCount;
        var width = arguments.Y.ColumnCount;
        arguments.Result.At(row, column) =
            arguments.X.At(row, column / width) * arguments.Y.At(row, column % width);
    }

    /// <summary>factor·X + summand of the row group.</summary>
    public static void ScaleGroups(Index1D index, RowArguments arguments)
    {
        var row = index / arguments.Result.ColumnCount;
        var column = index % arguments.Result.ColumnCount;
        var group = column / (arguments.Result.ColumnCount / arguments.GroupCount);
        arguments.Result.At(row, column) =
            (arguments.Factors[group] * arguments.X.At(row, column)) + arguments.Summands[group];
    }

    /// <summary>Adds the summand of the row group.</summary>
    public static void AddToGroups(Index1D index, RowArguments arguments)
    {
        var row = index / arguments.Result.ColumnCount;
        var column = index % arguments.Result.ColumnCount;
        var group = column / (arguments.Result.ColumnCount / arguments.GroupCount);
        arguments.Result.At(row, column) += arguments.Summands[group];
    }

    /// <summary>result_(g, r·M + m) = x_(r, g·M + m), M columns a group.</summary>
    public static void ExchangeGroups(Index1D index, RowArguments arguments)
    {
        var group = index / arguments.Result.ColumnCount;
        var column = index % arguments.Result.ColumnCount;
        var width = arguments.X.ColumnCount / arguments.GroupCount;
        arguments.Result.At(group, column) = arguments.X.At(column / width, (group * width) + (column % width));
    }

    /// <summary>result_(r, k) = x_(r, y_(r, k)).</summary>
    public static void Pick(Index1D index, RowArguments arguments)
    {
        var row = index / arguments.Result.ColumnCount;
        var column = index % arguments.Result.ColumnCount;
        arguments.Result.At(row, column) = arguments.X.At(row, (int)arguments.Y.At(row, column));
    }

    public static void Clear(Index1D index, RowArguments arguments) =>
        arguments.Result.At(index / arguments.Result.ColumnCount, index % arguments.Result.ColumnCount) = 0f;

    /// <summary>
    /// The sums of the columns of X over 64 rows each, to be added up: chunk i / columns of column i mod columns.
    /// </summary>
    public static void ColumnParts(Index1D index, ColumnSumArguments arguments)
    {
        var column = index % arguments.X.ColumnCount;
        var first = index / arguments.X.ColumnCount * ColumnSumArguments.RowsAtOnce;
        var end = Math.Min(first + ColumnSumArguments.RowsAtOnce, arguments.X.RowCount);
        var sum = 0.0;
        for (var row = first; row < end; row++)
        {
            sum += arguments.X.At(row, column);
        }

        arguments.Parts[index] = sum;
    }

    /// <summary>The sum of the parts of one column.</summary>
    public static void ColumnSums(Index1D column, ColumnSumArguments arguments)
    {
        var sum = 0.0;
        for (var part = 0; part < arguments.PartCount; part++)
        {
            sum += arguments.Parts[(part * arguments.X.ColumnCount) + column];
        }

        arguments.Result[column] = (float)sum;
    }
}
