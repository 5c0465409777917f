using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Objectives;

namespace Murmuration.Kernels.Tests.Support;

/// <summary>Seeded numbers, and their way to and from a device.</summary>
internal static class Numbers
{
    public static float[] Normal(Random random, int count, double deviation = 1)
    {
        var numbers = new float[count];
        for (var k = 0; k < count; k++)
        {
            var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            numbers[k] = (float)(deviation * radius * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return numbers;
    }

    public static DeviceVector Vector(this IDevice device, float[] numbers)
    {
        var vector = device.Allocate(numbers.Length);
        device.Upload(numbers, vector);
        return vector;
    }

    public static DeviceMatrix Matrix(this IDevice device, int rows, int columns, float[] numbers) =>
        device.Vector(numbers).AsMatrix(rows, columns);

    public static DeviceMatrix Matrix(this IDevice device, int rows, int columns) =>
        device.Allocate(rows * columns).AsMatrix(rows, columns);

    public static Samples Samples(this IDevice device, int count, float[] inputs, float[] targets) => new(
        device.Matrix(count, inputs.Length / count, inputs), device.Matrix(count, targets.Length / count, targets));

    public static float[] Read(this IDevice device, DeviceVector vector)
    {
        var numbers = new float[vector.Length];
        device.Download(vector, numbers);
        return numbers;
    }

    public static double[] ReadDouble(this IDevice device, DeviceVector vector) => device.Read(vector).ToDouble();

    public static double[][] Rows(float[] numbers, int columns) =>
        [.. numbers.Chunk(columns).Select(row => row.ToDouble())];
}
