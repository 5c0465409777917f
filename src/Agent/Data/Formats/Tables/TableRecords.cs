using System.Globalization;
using System.Text;
using CsvHelper;

namespace Murmuration.Agent.Data.Formats.Tables;

/// <summary>
/// The records of a table one after the other, blank lines left out. Where blanks separate, a run of them counts as
/// one.
/// </summary>
internal sealed class TableRecords : ITableRecords, IDisposable
{
    private readonly CsvReader _reader;
    private readonly string _path;
    private readonly int _skippedLines;
    private readonly bool _joinsSeparators;
    private readonly List<int> _fields = [];

    /// <summary>Opens the records of a stream, which stays open.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="separator">The character between fields.</param>
    /// <param name="path">Stands in errors.</param>
    /// <param name="skippedLines">Lines at the top that are passed over.</param>
    /// <exception cref="DataException">A skipped line is too long.</exception>
    public TableRecords(Stream stream, char separator, string path, int skippedLines = 0)
        : this(stream, separator, path, skippedLines, CsvMalformedDataHandling.Throw)
    {
    }

    private TableRecords(
        Stream stream, char separator, string path, int skippedLines, CsvMalformedDataHandling onBrokenQuote)
    {
        (_path, _skippedLines) = (path, skippedLines);
        _joinsSeparators = separator == ' ';
        LineReader.Skip(stream, skippedLines);
        var options = Configure(separator) with { MalformedData = onBrokenQuote };
        _reader = CsvReader.Create(stream, options, leaveOpen: true);
    }

    public int Count => _fields.Count;

    public long Position => _reader.LineNumber + _skippedLines;

    public string this[int field] => _reader.GetString(_fields[field]);

    /// <summary>The fields of a single line, also where its quotes make no sense with this separator.</summary>
    public static string[] Split(string line, char separator)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(line));
        using var records = new TableRecords(stream, separator, "", 0, CsvMalformedDataHandling.Recover);
        return records.Read() ? [.. Enumerable.Range(0, records.Count).Select(field => records[field])] : [];
    }

    /// <summary>
    /// Goes to the next record; false after the last. Throws <see cref="DataException"/> for broken quotes.
    /// </summary>
    public bool Read()
    {
        try
        {
            do
            {
                if (!_reader.Read())
                {
                    return false;
                }
            }
            while (!FindFields());
            return true;
        }
        catch (CsvFormatException error)
        {
            var line = Math.Max(error.LineNumber, 1) + _skippedLines;
            throw new DataException($"{_path}: line {line}: a quote is not closed, or inside a field", error);
        }
    }

    public bool TryGetNumber(int field, out float number) =>
        float.TryParse(_reader.GetSpan(_fields[field]), NumberStyles.Float, CultureInfo.InvariantCulture, out number)
        && float.IsFinite(number);

    public void Dispose() => _reader.Dispose();

    private static CsvReaderOptions Configure(char separator) => CsvReaderOptions.Default with
    {
        Separator = separator,
        HasHeader = false,
        TrimWhitespace = true,
        TrackLineNumbers = true,
        // A quote that is never closed must not pull the rest of a large file into memory.
        MaxRecordSize = LineReader.LongestLine,
    };

    private bool FindFields()
    {
        _fields.Clear();
        for (var field = 0; field < _reader.FieldCount; field++)
        {
            if (!_joinsSeparators || !_reader.GetSpan(field).IsEmpty)
            {
                _fields.Add(field);
            }
        }

        return _fields.Count > 1 || (_fields.Count == 1 && !_reader.GetSpan(_fields[0]).IsEmpty);
    }
}
