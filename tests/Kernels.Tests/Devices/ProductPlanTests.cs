using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Ilgpu;
using Murmuration.Kernels.Tests.Support;

namespace Murmuration.Kernels.Tests.Devices;

/// <summary>The plans of products, carried out as the BLAS would.</summary>
public sealed class ProductPlanTests
{
    [Fact]
    public void Every_layout_with_rows_or_columns_side_by_side_gives_the_product()
    {
        using var device = new HostDevice();
        var random = new Random(4);
        foreach (var (rows, depth, columns) in new[] { (2, 3, 4), (1, 5, 3), (4, 1, 2), (3, 2, 1), (1, 1, 1) })
        {
            for (var layout = 0; layout < 27; layout++)
            {
                var a = Matrix(device, random, rows, depth, layout % 3);
                var b = Matrix(device, random, depth, columns, layout / 3 % 3);
                var c = Matrix(device, random, rows, columns, layout / 9);
                var expected = device.Matrix(rows, columns);
                device.Product(1, a, b, 0, expected);
                Multiply(device, Assert.NotNull(ProductPlan.For(a, b, c)), a, b, c);
                var actual = device.Matrix(rows, columns);
                device.Copy(c, actual);
                Dense.AssertClose(
                    device.ReadDouble(expected.AsVector()), device.ReadDouble(actual.AsVector()), 1e-5);
            }
        }
    }

    [Fact]
    public void A_scattered_matrix_has_no_plan()
    {
        using var device = new HostDevice();
        var scattered = new DeviceMatrix(device.Allocate(100).Memory, 0, 3, 3, 20, 2);
        var dense = device.Matrix(3, 3);
        Assert.Null(ProductPlan.For(scattered, dense, dense));
        Assert.Null(ProductPlan.For(dense, dense, scattered));
    }

    /// <summary>Row by row or column by column with a margin, or every second row of a larger one.</summary>
    private static DeviceMatrix Matrix(HostDevice device, Random random, int rows, int columns, int layout)
    {
        var numbers = Numbers.Normal(random, 2 * (rows + 2) * (columns + 2));
        var memory = device.Vector(numbers).Memory;
        return layout switch
        {
            0 => new DeviceMatrix(memory, 1, rows, columns, columns + 1, 1),
            1 => new DeviceMatrix(memory, 1, rows, columns, 1, rows + 1),
            _ => new DeviceMatrix(memory, 0, rows, columns, 2 * columns, 1),
        };
    }

    private static void Multiply(HostDevice device, ProductPlan plan, DeviceMatrix a, DeviceMatrix b, DeviceMatrix c)
    {
        var (first, second) = plan.IsExchanged ? (b, a) : (a, b);
        var (x, y) = (Whole(device, first), Whole(device, second));
        for (var i = 0; i < plan.M; i++)
        {
            for (var j = 0; j < plan.N; j++)
            {
                var sum = 0.0;
                for (var k = 0; k < plan.K; k++)
                {
                    sum += x[plan.TransposesA ? k + (i * plan.LeadingA) : i + (k * plan.LeadingA)]
                        * (double)y[plan.TransposesB ? j + (k * plan.LeadingB) : k + (j * plan.LeadingB)];
                }

                device.Fill((float)sum, new DeviceVector(c.Memory, c.Offset + i + (j * plan.LeadingC), 1));
            }
        }
    }

    private static float[] Whole(HostDevice device, DeviceMatrix matrix) =>
        device.Read(new DeviceVector(matrix.Memory, matrix.Offset, matrix.Memory.Length - matrix.Offset));
}
