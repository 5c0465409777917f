using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Murmuration.Agent.Data.Rows;

namespace Murmuration.Agent.Data.Formats.Numpy;

// Grammar (numpy.lib.format): 93 'NUMPY' · major u8 · minor u8 · header length u16 (major 1) or u32 (2, 3), little-
// endian   · header: a Python dictionary with descr, fortran_order and shape, as text · elements, the last index
// fastest or, in   Fortran's order, the first.
/// <summary>The header of an NPY file.</summary>
/// <param name="Name">The file, or the array in a file.</param>
/// <param name="Type">Type of the elements.</param>
/// <param name="IsFortran">Whether the first index runs fastest.</param>
/// <param name="Shape">All extents; the first counts the rows.</param>
/// <param name="Length">Bytes of the header with all before it.</param>
internal sealed partial record NpyHeader(
    string Name, NumpyType Type, bool IsFortran, IReadOnlyList<long> Shape, int Length)
{
    private const int PrefixLength = 8;
    private const int LongestHeader = 1 << 16;
    private const int MostDimensions = 4;
    private const RegexOptions Rules = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    /// <summary>Rows.</summary>
    public long Count => Shape[0];

    /// <summary>Numbers in a row; 1 for a plain list.</summary>
    public int Width => (int)Product(Shape.Skip(1));

    /// <summary>Bytes that follow the header.</summary>
    public Int128 ByteCount => (Int128)Count * Width * Type.Size;

    /// <summary>Such as "(150, 4) float32".</summary>
    public override string ToString() => $"({string.Join(", ", Shape)}) {Type}";

    /// <summary>Whether a file begins as an NPY file does.</summary>
    public static bool IsBeginning(ReadOnlySpan<byte> bytes) =>
        bytes is [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..];

    /// <summary>Reads the header; the stream stands at the first element afterwards.</summary>
    /// <exception cref="DataException">There is none, or its array holds no rows of numbers.</exception>
    public static NpyHeader Read(Stream stream, string name)
    {
        var prefix = ReadExactly(stream, PrefixLength, name);
        if (!IsBeginning(prefix) || prefix[6] is 0 or > 3)
        {
            throw new DataException(
                $"{name}: is not an NPY file of version 1 to 3: it starts with {Convert.ToHexString(prefix)}");
        }

        var sizeLength = prefix[6] == 1 ? sizeof(ushort) : sizeof(uint);
        var size = ReadExactly(stream, sizeLength, name);
        var length = sizeLength == sizeof(ushort)
            ? BinaryPrimitives.ReadUInt16LittleEndian(size)
            : BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length > LongestHeader)
        {
            throw new DataException($"{name}: has an NPY header of {length} bytes; at most {LongestHeader} are read");
        }

        var text = Encoding.UTF8.GetString(ReadExactly(stream, (int)length, name));
        return Parse(text, name, PrefixLength + sizeLength + (int)length);
    }

    private static byte[] ReadExactly(Stream stream, int length, string name)
    {
        var bytes = new byte[length];
        return stream.ReadAtLeast(bytes, length, throwOnEndOfStream: false) == length
            ? bytes
            : throw new DataException($"{name}: is cut within its NPY header");
    }

    private static NpyHeader Parse(string text, string name, int length)
    {
        var order = OrderPattern().Match(text);
        var shapeText = ShapePattern().Match(text);
        if (!order.Success || !shapeText.Success || !text.Contains("'descr'", StringComparison.Ordinal))
        {
            throw new DataException($"{name}: has an NPY header that cannot be understood: {Shorten(text)}");
        }

        var descr = TypePattern().Match(text);
        var type = descr.Success ? NumpyType.Parse(descr.Groups["value"].Value) : null;
        if (type is null)
        {
            var elements = descr.Success ? $"elements of type '{descr.Groups["value"].Value}'" : "records";
            throw new DataException(
                $"{name}: holds {elements}; numbers are read: bool, integers of 1 to 8 bytes, "
                + "floating point of 2, 4 or 8");
        }

        var shape = ParseShape(shapeText.Groups["value"].Value, name);
        var header = new NpyHeader(name, type.Value, order.Groups["value"].Value == "True", shape, length);
        RequireRows(header);
        return header;
    }

    private static long[] ParseShape(string text, string name) =>
    [
        .. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(extent => long.TryParse(extent.TrimEnd('L'), NumberStyles.None, null, out var number)
                ? number
                : throw new DataException($"{name}: has an NPY header with the shape ({Shorten(text)})")),
    ];

    private static void RequireRows(NpyHeader header)
    {
        if (header.Shape.Count is 0 or > MostDimensions)
        {
            throw new DataException(
                $"{header.Name}: has {header.Shape.Count} dimensions; "
                + $"1 to {MostDimensions} are read, the first counts rows");
        }

        if (header.Shape.Contains(0))
        {
            throw new DataException($"{header.Name}: is empty: its shape is {header}");
        }

        if (Product(header.Shape.Skip(1)) > RowSink.WidestRow)
        {
            throw new DataException(
                $"{header.Name}: has the shape {header}; a row may have {RowSink.WidestRow:N0} numbers");
        }
    }

    /// <summary>Saturates, so that no shape overflows it.</summary>
    private static long Product(IEnumerable<long> extents) =>
        extents.Aggregate(1L, (product, extent) => (long)Int128.Min((Int128)product * extent, long.MaxValue));

    private static string Shorten(string text) => text.Length <= 80 ? text.Trim() : $"{text[..80]}…";

    [GeneratedRegex(@"'descr'\s*:\s*'(?<value>[^']*)'", Rules)]
    private static partial Regex TypePattern();

    [GeneratedRegex(@"'fortran_order'\s*:\s*(?<value>True|False)", Rules)]
    private static partial Regex OrderPattern();

    [GeneratedRegex(@"'shape'\s*:\s*\((?<value>[^)]*)\)", Rules)]
    private static partial Regex ShapePattern();
}
