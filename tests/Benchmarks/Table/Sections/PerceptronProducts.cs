using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;

namespace Murmuration.Benchmarks.Table.Sections;

/// <summary>
/// The matrix products, and nothing else, of conjugate gradients on a model with one hidden layer: two of the forward
/// evaluation, and six of every iteration.
/// </summary>
internal sealed class PerceptronProducts(HostDevice device, int[] widths, int samples)
{
    private readonly DeviceMatrix _inputs = Matrix(device, samples, widths[0]);
    private readonly DeviceMatrix _first = Matrix(device, widths[1], widths[0]);
    private readonly DeviceMatrix _second = Matrix(device, widths[2], widths[1]);
    private readonly DeviceMatrix _hidden = Matrix(device, samples, widths[1]);
    private readonly DeviceMatrix _hiddenDirection = Matrix(device, samples, widths[1]);
    private readonly DeviceMatrix _outputs = Matrix(device, samples, widths[2]);
    private readonly DeviceMatrix _firstDirection = Matrix(device, widths[1], widths[0]);
    private readonly DeviceMatrix _secondDirection = Matrix(device, widths[2], widths[1]);

    /// <summary>A forward evaluation and so many iterations.</summary>
    public void Run(int iterations)
    {
        device.Product(1, _inputs, _first.Transposed, 0, _hiddenDirection);
        device.Product(1, _hidden, _second.Transposed, 0, _outputs);
        for (var k = 0; k < iterations; k++)
        {
            device.Product(1, _inputs, _first.Transposed, 0, _hiddenDirection);
            device.Product(1, _hidden, _second.Transposed, 0, _outputs);
            device.Product(1, _hiddenDirection, _second.Transposed, 1, _outputs);
            device.Product(1, _outputs.Transposed, _hidden, 0, _secondDirection);
            device.Product(1, _outputs, _second, 0, _hiddenDirection);
            device.Product(1, _hiddenDirection.Transposed, _inputs, 0, _firstDirection);
        }
    }

    private static DeviceMatrix Matrix(HostDevice device, int rows, int columns)
    {
        var random = new Random(1);
        var vector = device.Allocate(rows * columns);
        device.Upload([.. Enumerable.Range(0, vector.Length).Select(_ => (random.NextSingle() - 0.5f) / 100)], vector);
        return vector.AsMatrix(rows, columns);
    }
}
