using System.Numerics;
using System.Runtime.InteropServices;

namespace Murmuration.Gossip.Mixing;

/// <summary>A small dense matrix, row-major, for reports; training never needs one.</summary>
internal sealed class SquareMatrix(int size)
{
    private readonly double[] _entries = new double[size * size];

    public int Size => size;

    /// <summary>The square root of the sum of squares (Frobenius).</summary>
    public double Norm => Math.Sqrt(_entries.Sum(entry => entry * entry));

    public Span<double> this[int row] => _entries.AsSpan(row * size, size);

    public static SquareMatrix Identity(int size)
    {
        var identity = new SquareMatrix(size);
        for (var i = 0; i < size; i++)
        {
            identity[i][i] = 1;
        }

        return identity;
    }

    public SquareMatrix Times(SquareMatrix other)
    {
        var product = new SquareMatrix(size);
        for (var i = 0; i < size; i++)
        {
            for (var k = 0; k < size; k++)
            {
                if (this[i][k] != 0)
                {
                    AddScaled(this[i][k], other[k], product[i]);
                }
            }
        }

        return product;
    }

    public SquareMatrix Transposed()
    {
        var transposed = new SquareMatrix(size);
        for (var i = 0; i < size; i++)
        {
            for (var k = 0; k < size; k++)
            {
                transposed[k][i] = this[i][k];
            }
        }

        return transposed;
    }

    public void Scale(double factor)
    {
        foreach (ref var entry in _entries.AsSpan())
        {
            entry *= factor;
        }
    }

    public void Add(double summand)
    {
        foreach (ref var entry in _entries.AsSpan())
        {
            entry += summand;
        }
    }

    /// <summary>y ← y + a x.</summary>
    public static void AddScaled(double a, ReadOnlySpan<double> x, Span<double> y)
    {
        var xs = MemoryMarshal.Cast<double, Vector<double>>(x);
        var ys = MemoryMarshal.Cast<double, Vector<double>>(y);
        for (var k = 0; k < ys.Length; k++)
        {
            ys[k] += a * xs[k];
        }

        for (var k = ys.Length * Vector<double>.Count; k < y.Length; k++)
        {
            y[k] += a * x[k];
        }
    }
}
