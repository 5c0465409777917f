using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Ilgpu.Programs;

namespace Murmuration.Kernels.Ilgpu;

/// <summary>Products and solves: by the vendor's libraries where there are any, else by programs and host.</summary>
internal sealed partial class IlgpuDevice
{
    private readonly GroupProgram<ProductArguments> _tiledProduct = new(accelerator, Products.Tiled);
    private readonly ElementProgram<FactorArguments> _widenTriangle = new(accelerator, Factors.WidenTriangle);
    private readonly ElementProgram<FactorArguments> _widen = new(accelerator, Factors.Widen);
    private readonly ElementProgram<FactorArguments> _narrow = new(accelerator, Factors.Narrow);
    private readonly GrowingBlock<double> _matrix = new(accelerator);
    private readonly GrowingBlock<double> _rightSide = new(accelerator);
    private readonly HostDevice _host = new();

    /// <inheritdoc/>
    public void Product(float alpha, DeviceMatrix a, DeviceMatrix b, float beta, DeviceMatrix c)
    {
        Shapes.RequireLength(a.ColumnCount, b.RowCount);
        Shapes.RequireShape(c, a.RowCount, b.ColumnCount);
        if (Count(c) == 0)
        {
            return;
        }

        if (a.ColumnCount > 0 && accelerator.Algebra is { } algebra && ProductPlan.For(a, b, c) is { } plan)
        {
            var (first, second) = plan.IsExchanged ? (b, a) : (a, b);
            algebra.Product(plan, alpha, Address(first), Address(second), beta, Address(c));
            KeepAlive(a, b, c);
            return;
        }

        RunTiles(alpha, a, b, beta, c);
    }

    /// <inheritdoc/>
    public void SymmetricProduct(float alpha, DeviceMatrix a, float beta, DeviceMatrix c) =>
        Product(alpha, a, a.Transposed, beta, c);

    /// <inheritdoc/>
    public bool SolvePositiveDefinite(DeviceMatrix a, double shift, DeviceVector b)
    {
        Shapes.RequireShape(a, b.Length, b.Length);
        return b.Length > 0 && accelerator.Algebra is { CanSolve: true } algebra
            ? SolveHere(algebra, a, shift, b)
            : SolveOnHost(a, shift, b);
    }

    private static void KeepAlive(DeviceMatrix a, DeviceMatrix b, DeviceMatrix c)
    {
        GC.KeepAlive(a.Memory);
        GC.KeepAlive(b.Memory);
        GC.KeepAlive(c.Memory);
    }

    private nint Address(DeviceMatrix matrix) =>
        Memory(matrix.Memory).Block.Address + (matrix.Offset * (nint)sizeof(float));

    /// <summary>By groups that are the largest square of threads, up to 16 × 16.</summary>
    private void RunTiles(float alpha, DeviceMatrix a, DeviceMatrix b, float beta, DeviceMatrix c)
    {
        var side = 1;
        while (side < Products.MaxSide && 4 * side * side <= accelerator.GroupSize)
        {
            side *= 2;
        }

        var rowTiles = 1 + ((c.RowCount - 1) / (4 * side));
        var columnTiles = 1 + ((c.ColumnCount - 1) / (4 * side));
        _tiledProduct.Run(rowTiles * columnTiles, side * side, new ProductArguments
        {
            A = View(a),
            B = View(b),
            C = View(c),
            Alpha = alpha,
            Beta = beta,
            Side = side,
            ColumnTiles = columnTiles,
        });
    }

    private bool SolveHere(IVendorAlgebra algebra, DeviceMatrix a, double shift, DeviceVector b)
    {
        var order = b.Length;
        var entries = checked(order * order);
        var arguments = new FactorArguments
        {
            Matrix = View(a),
            Wide = _matrix.View(entries),
            Vector = View(b),
            WideVector = _rightSide.View(order),
            Shift = shift,
        };
        _widenTriangle.Run(entries, arguments);
        _widen.Run(order, arguments);
        if (!algebra.Solve(order, _matrix.Address(entries), _rightSide.Address(order)))
        {
            return false;
        }

        _narrow.Run(order, arguments);
        return true;
    }

    private bool SolveOnHost(DeviceMatrix a, double shift, DeviceVector b)
    {
        var dense = Allocate(Count(a)).AsMatrix(a.RowCount, a.ColumnCount);
        Copy(a, dense);
        var (matrix, rightSide) = (_host.Allocate(Count(a)), _host.Allocate(b.Length));
        _host.Upload(Stage(dense.AsVector()).Span, matrix);
        _host.Upload(Stage(b).Span, rightSide);
        if (!_host.SolvePositiveDefinite(matrix.AsMatrix(a.RowCount, a.ColumnCount), shift, rightSide))
        {
            return false;
        }

        Upload(_host.Stage(rightSide).Span, b);
        return true;
    }
}
