namespace Murmuration.Agent.Data.Formats;

/// <summary>
/// The lines of a text one after the other, as bytes without their ends; none takes more than 16 MiB.
/// </summary>
internal sealed class LineReader(Stream stream, string path)
{
    /// <summary>Bytes of the longest line.</summary>
    public const int LongestLine = 1 << 24;

    private const int FirstLength = 1 << 16;

    private byte[] _buffer = new byte[FirstLength];
    private int _line;
    private int _length;
    private int _next;
    private int _end;

    /// <summary>The present line; valid until the next one is read.</summary>
    public ReadOnlySpan<byte> Line => _buffer.AsSpan(_line, _length);

    /// <summary>Its number; the first is 1.</summary>
    public long Number { get; private set; }

    /// <summary>Goes to the next line; false after the last.</summary>
    /// <exception cref="DataException">The line is too long.</exception>
    public bool Read()
    {
        for (var searched = 0; ;)
        {
            var found = _buffer.AsSpan(_next + searched, _end - _next - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                Take(searched + found, endLength: 1);
                return true;
            }

            searched = _end - _next;
            if (!Fill())
            {
                Take(searched, endLength: 0);
                return searched > 0;
            }
        }
    }

    /// <summary>Passes over lines of a stream that nothing has been read of, and not a byte more.</summary>
    public static void Skip(Stream stream, int lineCount)
    {
        Span<byte> next = stackalloc byte[1];
        while (lineCount > 0 && stream.Read(next) > 0)
        {
            lineCount -= next[0] == '\n' ? 1 : 0;
        }
    }

    private void Take(int length, int endLength)
    {
        _line = _next;
        _length = length > 0 && _buffer[_next + length - 1] == '\r' ? length - 1 : length;
        _next += length + endLength;
        Number++;
    }

    private bool Fill()
    {
        _buffer.AsSpan(_next, _end - _next).CopyTo(_buffer);
        (_next, _end) = (0, _end - _next);
        if (_end == _buffer.Length)
        {
            if (_end >= LongestLine)
            {
                throw new DataException($"{path}: line {Number + 1} is longer than {LongestLine:N0} bytes");
            }

            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        var count = stream.Read(_buffer.AsSpan(_end));
        _end += count;
        return count > 0;
    }
}
