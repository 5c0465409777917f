namespace Murmuration.Agent.Data.Formats.Numpy;

/// <summary>Rows that stand one after the other in the file.</summary>
internal sealed class RowOrder(NpyHeader header, Stream stream) : NumpyRows(header)
{
    private readonly byte[] _bytes = new byte[header.Width * header.Type.Size];
    private long _count;

    public override void Read(Span<double> row)
    {
        var found = stream.ReadAtLeast(_bytes, _bytes.Length, throwOnEndOfStream: false);
        if (found < _bytes.Length)
        {
            throw Cut(((Int128)_count * _bytes.Length) + found);
        }

        var (type, size) = (Header.Type, Header.Type.Size);
        for (var k = 0; k < row.Length; k++)
        {
            row[k] = type.Read(_bytes.AsSpan(k * size));
        }

        _count++;
    }

    public override void RequireEnd()
    {
        if (stream.ReadByte() >= 0)
        {
            throw TooLong();
        }
    }
}
