using System.Numerics;
using System.Runtime.CompilerServices;
using Murmuration.Kernels.Devices.Host;

namespace Murmuration.Kernels.Tests.Devices.Host;

/// <summary>A matrix in pinned memory, of any layout, with guards around and between its numbers.</summary>
internal sealed unsafe class TestMatrix<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T Guard = T.CreateChecked(12345);

    private readonly T[] _memory;

    public TestMatrix(int rows, int columns, Layout layout = Layout.Rows)
    {
        (nint row, nint column) = layout switch
        {
            Layout.Rows => (columns, 1),
            Layout.Columns => (1, rows),
            Layout.PaddedRows => (columns + 5, 1),
            Layout.PaddedColumns => (1, rows + 3),
            _ => ((2 * columns) + 1, 2),
        };
        var length = 16 + (Math.Max(rows, 1) * row) + (Math.Max(columns, 1) * column);
        _memory = GC.AllocateArray<T>((int)length, pinned: true);
        Array.Fill(_memory, Guard);
        View = new MatrixView<T>((T*)Unsafe.AsPointer(ref _memory[8]), rows, columns, row, column);
    }

    public MatrixView<T> View { get; }

    public static TestMatrix<T> Random(int rows, int columns, Random random, Layout layout = Layout.Rows)
    {
        var matrix = new TestMatrix<T>(rows, columns, layout);
        matrix.Fill((_, _) => T.CreateChecked(random.NextDouble() - 0.5));
        return matrix;
    }

    public void Fill(Func<int, int, T> number)
    {
        for (var i = 0; i < View.Rows; i++)
        {
            for (var j = 0; j < View.Columns; j++)
            {
                View[i, j] = number(i, j);
            }
        }
    }

    public double At(int i, int j) => double.CreateChecked(View[i, j]);

    /// <summary>Whether all that is no number of the matrix is as it was.</summary>
    public bool GuardsStand() =>
        _memory.Count(number => number == Guard) >= _memory.Length - (View.Rows * View.Columns);

    public T[] ToArray() => [.. _memory];

    public TestMatrix<T> Copy()
    {
        var copy = new TestMatrix<T>(View.Rows, View.Columns);
        copy.Fill((i, j) => View[i, j]);
        return copy;
    }
}

internal static class TestMatrix
{
    /// <summary>Fails when two numbers differ by more; quicker than an assertion for each of a million.</summary>
    public static void Near(double expected, double actual, double tolerance)
    {
        if (!(Math.Abs(expected - actual) <= tolerance) && !(double.IsNaN(expected) && double.IsNaN(actual)))
        {
            Assert.Fail($"{actual} is not {expected} to {tolerance}");
        }
    }
}
