using System.Numerics.Tensors;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>Products and solves.</summary>
public sealed unsafe partial class HostDevice
{
    /// <inheritdoc/>
    public void Product(float alpha, DeviceMatrix a, DeviceMatrix b, float beta, DeviceMatrix c)
    {
        Shapes.RequireLength(a.ColumnCount, b.RowCount);
        Shapes.RequireShape(c, a.RowCount, b.ColumnCount);
        MatrixProduct.Multiply(_pool, View(a), View(b), View(c), alpha, beta);
        KeepAlive(a, b, c);
    }

    /// <inheritdoc/>
    public void SymmetricProduct(float alpha, DeviceMatrix a, float beta, DeviceMatrix c)
    {
        Shapes.RequireShape(c, a.RowCount, a.RowCount);
        Host.SymmetricProduct.Multiply(_pool, View(a), View(c), alpha, beta);
        KeepAlive(a, a, c);
    }

    /// <inheritdoc/>
    public bool SolvePositiveDefinite(DeviceMatrix a, double shift, DeviceVector b)
    {
        Shapes.RequireShape(a, b.Length, b.Length);
        var workspace = Rent();
        var (matrix, rightSide) = workspace.Views(b.Length);
        CopyLowerTriangle(View(a), shift, matrix);
        var factored = Cholesky.Factor(_pool, matrix);
        if (factored)
        {
            Solve(matrix, rightSide, Span(b));
        }

        KeepAlive(a, a, a);
        Return(workspace);
        return factored;
    }

    /// <summary>Into a matrix whose columns lie side by side.</summary>
    private static void CopyLowerTriangle(MatrixView<float> source, double shift, MatrixView<double> target)
    {
        for (var row = 0; row < source.Rows; row++)
        {
            var wide = new Span<double>(target.At(row, 0), row + 1);
            if (source.ColumnStride == 1)
            {
                TensorPrimitives.ConvertTruncating(new ReadOnlySpan<float>(source.At(row, 0), row + 1), wide);
            }
            else
            {
                for (var column = 0; column <= row; column++)
                {
                    wide[column] = source[row, column];
                }
            }

            wide[row] += shift;
        }
    }

    private static void Solve(MatrixView<double> factor, MatrixView<double> rightSide, Span<float> b)
    {
        for (var row = 0; row < b.Length; row++)
        {
            rightSide[row, 0] = b[row];
        }

        Cholesky.Solve(factor, rightSide);
        for (var row = 0; row < b.Length; row++)
        {
            b[row] = (float)rightSide[row, 0];
        }
    }

    private static void KeepAlive(DeviceMatrix a, DeviceMatrix b, DeviceMatrix c)
    {
        GC.KeepAlive(a.Memory);
        GC.KeepAlive(b.Memory);
        GC.KeepAlive(c.Memory);
    }

    private FactorWorkspace Rent()
    {
        lock (_factorWorkspaces)
        {
            return _factorWorkspaces.TryPop(out var workspace) ? workspace : new FactorWorkspace();
        }
    }

    private void Return(FactorWorkspace workspace)
    {
        lock (_factorWorkspaces)
        {
            _factorWorkspaces.Push(workspace);
        }
    }
}
