using System.Buffers.Binary;

namespace Murmuration.Agent.Data.Formats.Numpy;

/// <summary>The type of an array's elements: a number of so many bytes in one of two orders.</summary>
/// <param name="Kind">b (truth), i (integer), u (unsigned integer) or f (floating point).</param>
/// <param name="Size">Bytes of an element.</param>
/// <param name="IsBigEndian">Whether the highest byte comes first.</param>
internal readonly record struct NumpyType(char Kind, int Size, bool IsBigEndian)
{
    /// <summary>The type of float32 numbers as rows in a file hold them.</summary>
    public static NumpyType Float32 { get; } = new('f', 4, IsBigEndian: false);

    /// <summary>Whether the elements are bytes, as images have them.</summary>
    public bool IsByte => this is { Kind: 'u', Size: 1 };

    /// <summary>Reads NumPy's name of a type, such as <c>&lt;f4</c>; null for types that hold no numbers.</summary>
    public static NumpyType? Parse(string text) => text is [var order, var kind, var digit]
        && order is '<' or '>' or '|' or '='
        && (kind, digit) is ('b', '1') or ('i' or 'u', '1' or '2' or '4' or '8') or ('f', '2' or '4' or '8')
            ? new NumpyType(kind, digit - '0', order == '>')
            : null;

    /// <summary>The number at the beginning of the bytes.</summary>
    public double Read(ReadOnlySpan<byte> bytes) => (Kind, Size, IsBigEndian) switch
    {
        ('f', 4, false) => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        ('f', 4, true) => BinaryPrimitives.ReadSingleBigEndian(bytes),
        ('f', 8, false) => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        ('f', 8, true) => BinaryPrimitives.ReadDoubleBigEndian(bytes),
        ('f', 2, false) => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        ('f', 2, true) => (double)BinaryPrimitives.ReadHalfBigEndian(bytes),
        ('b' or 'u', 1, _) => bytes[0],
        ('i', 1, _) => (sbyte)bytes[0],
        ('i', 2, false) => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        ('i', 2, true) => BinaryPrimitives.ReadInt16BigEndian(bytes),
        ('i', 4, false) => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        ('i', 4, true) => BinaryPrimitives.ReadInt32BigEndian(bytes),
        ('i', 8, false) => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        ('i', 8, true) => BinaryPrimitives.ReadInt64BigEndian(bytes),
        ('u', 2, false) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        ('u', 2, true) => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        ('u', 4, false) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        ('u', 4, true) => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        ('u', 8, false) => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        _ => BinaryPrimitives.ReadUInt64BigEndian(bytes),
    };

    /// <summary>NumPy's name of the type, such as float32.</summary>
    public override string ToString() => Kind switch
    {
        'b' => "bool",
        'i' => $"int{8 * Size}",
        'u' => $"uint{8 * Size}",
        _ => $"float{8 * Size}",
    };
}
