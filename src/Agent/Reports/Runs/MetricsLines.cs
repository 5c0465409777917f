namespace Murmuration.Agent.Reports.Runs;

/// <summary>The lines of a metrics file, however large it is, also while its agent still writes it.</summary>
internal static class MetricsLines
{
    /// <summary>More than any agent writes on a line; what is longer is no line of ours, and is passed over.</summary>
    private const int LongestLine = 1 << 20;

    private const int BufferLength = 1 << 14;

    /// <summary>Reads line by line; the memory it takes does not grow with the file.</summary>
    public static IEnumerable<string> Read(string path)
    {
        using var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1 << 16);
        using var reader = new StreamReader(file);
        var line = new System.Text.StringBuilder();
        var buffer = new char[BufferLength];
        while (reader.Read(buffer) is > 0 and var count)
        {
            var rest = buffer.AsMemory(0, count);
            for (var end = rest.Span.IndexOf('\n'); end >= 0; end = rest.Span.IndexOf('\n'))
            {
                Append(line, rest.Span[..end]);
                if (line.Length <= LongestLine)
                {
                    yield return line.ToString();
                }

                line.Clear();
                rest = rest[(end + 1)..];
            }

            Append(line, rest.Span);
        }

        yield return line.Length <= LongestLine ? line.ToString() : "";
    }

    /// <summary>Of a line that is too long only so much is kept that it is known to be.</summary>
    private static void Append(System.Text.StringBuilder line, ReadOnlySpan<char> text)
    {
        if (line.Length <= LongestLine)
        {
            line.Append(text[..Math.Min(text.Length, LongestLine + 1 - line.Length)]);
        }
    }
}
