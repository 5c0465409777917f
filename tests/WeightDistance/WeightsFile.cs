using System.Buffers.Binary;

namespace Murmuration.WeightDistance;

/// <summary>Reads what follows the header of a safetensors file whose tensors are all float32.</summary>
internal static class WeightsFile
{
    private const int LengthBytes = sizeof(long);

    /// <summary>All values of a file as one vector.</summary>
    /// <exception cref="InvalidDataException">The file is no such file.</exception>
    public static float[] Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var header = bytes.Length < LengthBytes ? -1 : BinaryPrimitives.ReadInt64LittleEndian(bytes);
        if (header < 0 || header > bytes.Length - LengthBytes)
        {
            throw new InvalidDataException($"{path}: no safetensors file");
        }

        var values = bytes.AsSpan(LengthBytes + (int)header);
        var vector = new float[values.Length / sizeof(float)];
        for (var k = 0; k < vector.Length; k++)
        {
            vector[k] = BinaryPrimitives.ReadSingleLittleEndian(values[(k * sizeof(float))..]);
        }

        return vector;
    }
}
