using Murmuration.Agent.Data.Rows;

namespace Murmuration.Agent.Data.Formats.Numpy;

/// <summary>
/// Rows of an array in Fortran's order, where all first elements stand before all second ones: a block of rows is put
/// together from as many places of the file as a row has numbers.
/// </summary>
internal sealed class ColumnOrder : NumpyRows, IDisposable
{
    private const int BlockNumbers = 1 << 22;

    private readonly FileStream _file;
    private readonly long _start;
    private readonly int[] _places;
    private readonly int _blockCount;
    private readonly double[] _block;
    private readonly byte[] _bytes;
    private long _row;

    private ColumnOrder(NpyHeader header, FileStream file, long start)
        : base(header)
    {
        var length = file.Length - start;
        if (length != header.ByteCount)
        {
            throw length < header.ByteCount ? Cut(length) : TooLong();
        }

        (_file, _start, _places) = (file, start, PlacesInRow(header.Shape));
        _blockCount = (int)Math.Min(header.Count, Math.Max(1, BlockNumbers / header.Width));
        _block = new double[_blockCount * header.Width];
        _bytes = new byte[_blockCount * header.Type.Size];
    }

    /// <summary>Opens an array; one that is packed is unpacked into a file first.</summary>
    /// <param name="header">What the array is.</param>
    /// <param name="stream">Its bytes, after the header.</param>
    /// <param name="plainPath">The file that holds these bytes unpacked, or null.</param>
    /// <param name="reading">The load.</param>
    /// <exception cref="DataException">The array is shorter or longer than its header says.</exception>
    public static ColumnOrder Open(NpyHeader header, Stream stream, string? plainPath, DataReading reading)
    {
        var file = plainPath is null ? Unpack(header, stream, reading) : DataFile.OpenRaw(plainPath);
        try
        {
            return new ColumnOrder(header, file, plainPath is null ? 0 : header.Length);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public override void Read(Span<double> row)
    {
        var place = (int)(_row % _blockCount);
        if (place == 0)
        {
            ReadBlock();
        }

        _block.AsSpan(place * row.Length, row.Length).CopyTo(row);
        _row++;
    }

    public override void RequireEnd()
    {
        // The length has been checked at the beginning.
    }

    public void Dispose() => _file.Dispose();

    private void ReadBlock()
    {
        var (type, width) = (Header.Type, Header.Width);
        var count = (int)Math.Min(_blockCount, Header.Count - _row);
        var bytes = _bytes.AsSpan(0, count * type.Size);
        for (var column = 0; column < width; column++)
        {
            _file.Position = _start + (((column * Header.Count) + _row) * type.Size);
            _file.ReadExactly(bytes);
            for (var k = 0; k < count; k++)
            {
                _block[(k * width) + _places[column]] = type.Read(bytes[(k * type.Size)..]);
            }
        }
    }

    private static FileStream Unpack(NpyHeader header, Stream stream, DataReading reading)
    {
        var file = ScratchFile.Create(reading.Room.Folder);
        var buffer = new byte[1 << 16];
        try
        {
            for (int length; file.Length <= header.ByteCount && (length = stream.Read(buffer)) > 0;)
            {
                file.Write(buffer, 0, length);
            }

            file.Flush();
            return file;
        }
        catch (IOException error)
        {
            file.Dispose();
            throw ScratchFile.Fault(reading.Room.Folder, error);
        }
    }

    /// <summary>Place in a row of the elements in the file's order, in which the first index after the rows runs
    /// fastest.
    /// </summary>
    private static int[] PlacesInRow(IReadOnlyList<long> shape)
    {
        var places = new int[shape.Skip(1).Aggregate(1, (product, extent) => product * (int)extent)];
        for (var k = 0; k < places.Length; k++)
        {
            var (rest, stride) = (k, places.Length);
            foreach (var extent in shape.Skip(1))
            {
                stride /= (int)extent;
                places[k] += rest % (int)extent * stride;
                rest /= (int)extent;
            }
        }

        return places;
    }
}
