using Murmuration.Kernels.Ilgpu.StandIn;

namespace ILGPU;

/// <summary>A part of a block of memory; every access is checked.</summary>
internal readonly struct ArrayView<T>(StandInBlock<T> block, int start, int length)
    where T : unmanaged
{
    public long Length => length;

    public int IntLength => length;

    public ref T this[int index]
    {
        get
        {
            if ((uint)index >= (uint)length)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(index), $"{Lane.Current} asks for number {index} of a view of {length}.");
            }

            return ref block.Touch(start + index);
        }
    }

    public ArrayView<T> SubView(int index, int subViewLength)
    {
        if (index < 0 || subViewLength < 0 || index > length - subViewLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(subViewLength), $"There are no {subViewLength} numbers from {index} on in a view of {length}.");
        }

        return new ArrayView<T>(block, start + index, subViewLength);
    }

    /// <summary>The numbers as host memory; not for programs.</summary>
    internal Span<T> Span => block.Numbers.AsSpan(start, length);
}
