namespace Murmuration.Kernels.Devices;

/// <summary>
/// A block of float32 numbers owned by a device; vectors and matrices are views of it and keep it alive.
/// </summary>
public abstract class DeviceMemory
{
    /// <summary>Makes the description of a block.</summary>
    /// <param name="length">Number of floats, at least zero.</param>
    protected DeviceMemory(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
    }

    /// <summary>Number of floats in the block.</summary>
    public int Length { get; }
}
