namespace Murmuration.Kernels.Devices;

/// <summary>Room for intermediate results: taken once, taken again only when more is needed.</summary>
internal sealed class GrowingBuffer(IDevice device)
{
    private DeviceVector _memory;

    /// <summary>A vector whose content is undefined.</summary>
    public DeviceVector Vector(int length)
    {
        if (_memory.Length < length || _memory.Memory is null)
        {
            _memory = device.Allocate(length);
        }

        return _memory.Slice(0, length);
    }

    /// <summary>A row-major matrix whose content is undefined.</summary>
    public DeviceMatrix Matrix(int rowCount, int columnCount) =>
        Vector(checked(rowCount * columnCount)).AsMatrix(rowCount, columnCount);
}
