namespace Murmuration.Kernels.Devices;

/// <summary>A run of consecutive floats in the memory of a device.</summary>
public readonly record struct DeviceVector
{
    /// <summary>Views <paramref name="length"/> floats of a block, beginning at <paramref name="offset"/>.</summary>
    public DeviceVector(DeviceMemory memory, int offset, int length)
    {
        ArgumentNullException.ThrowIfNull(memory);
        if (offset < 0 || length < 0 || offset > memory.Length - length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(length),
                $"A vector of {length} floats at {offset} does not fit into a block of {memory.Length}.");
        }

        Memory = memory;
        Offset = offset;
        Length = length;
    }

    /// <summary>The block that holds the numbers.</summary>
    public DeviceMemory Memory { get; }

    /// <summary>Index of the first number in the block.</summary>
    public int Offset { get; }

    /// <summary>Number of floats.</summary>
    public int Length { get; }

    /// <summary>The same numbers, <paramref name="length"/> of them, beginning at <paramref name="offset"/>.</summary>
    public DeviceVector Slice(int offset, int length)
    {
        if (offset < 0 || length < 0 || offset > Length - length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(length), $"A slice of {length} floats at {offset} does not fit into a vector of {Length}.");
        }

        return new DeviceVector(Memory, Offset + offset, length);
    }

    /// <summary>The same numbers as a row-major matrix.</summary>
    public DeviceMatrix AsMatrix(int rowCount, int columnCount)
    {
        if ((long)rowCount * columnCount != Length)
        {
            throw new ArgumentException(
                $"A vector of {Length} floats is no {rowCount} × {columnCount} matrix.", nameof(rowCount));
        }

        return new DeviceMatrix(Memory, Offset, rowCount, columnCount, columnCount, 1);
    }

    /// <summary>The same numbers as a matrix of one column.</summary>
    public DeviceMatrix AsColumn() => AsMatrix(Length, 1);
}
