namespace Murmuration.Agent.Data.Formats.Numpy;

/// <summary>The rows of an array one after the other, the last index fastest within a row.</summary>
internal abstract class NumpyRows(NpyHeader header)
{
    /// <summary>What the array is.</summary>
    public NpyHeader Header => header;

    /// <summary>Reads the next row; there are as many as the header says.</summary>
    /// <exception cref="DataException">The file ends before.</exception>
    public abstract void Read(Span<double> row);

    /// <summary>Checks that nothing follows the last row.</summary>
    /// <exception cref="DataException">Something does.</exception>
    public abstract void RequireEnd();

    /// <summary>Runs a reader on the rows of an array.</summary>
    /// <exception cref="DataException">It cannot be read.</exception>
    public static T Read<T>(INumpySource source, DataReading reading, Func<NumpyRows, T> read) =>
        source.Read(stream =>
        {
            var header = NpyHeader.Read(stream, source.Name);
            if (!header.IsFortran || header.Width == 1)
            {
                return read(new RowOrder(header, stream));
            }

            using var columns = ColumnOrder.Open(header, stream, source.PlainPath, reading);
            return read(columns);
        });

    /// <summary>What is told of an array that is shorter than its header says.</summary>
    protected DataException Cut(Int128 found) => new(
        $"{header.Name}: is cut: {header} takes {header.ByteCount} bytes, the file has {found} of them");

    /// <summary>What is told of an array that is longer than its header says.</summary>
    protected DataException TooLong() => new(
        $"{header.Name}: goes on after the {header.ByteCount} bytes of {header}");
}
