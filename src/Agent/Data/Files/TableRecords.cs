using System.Globalization;
using System.Text;
using CsvHelper;

namespace Murmuration.Agent.Data.Files;

/// <summary>
/// The records of a table one after the other, blank lines left out. Where blanks separate, a run of them counts as
/// one.
/// </summary>
internal sealed class TableRecords : IDisposable
{
    // A quote that is never closed must not pull the rest of a large file into memory.
    private const int MaximumRecordLength = 1 << 24;

    private static readonly string[] MissingMarks = ["", "?", "NA", "N/A", "NaN", "null"];

    private readonly CsvReader _reader;
    private readonly string _path;
    private readonly bool _joinsSeparators;
    private readonly List<int> _fields = [];

    /// <summary>Opens the records of a stream, which stays open; <paramref name="path"/> stands in errors.</summary>
    public TableRecords(Stream stream, char separator, string path)
        : this(stream, separator, path, CsvMalformedDataHandling.Throw)
    {
    }

    private TableRecords(Stream stream, char separator, string path, CsvMalformedDataHandling onBrokenQuote)
    {
        _path = path;
        _joinsSeparators = separator == ' ';
        var options = Configure(separator) with { MalformedData = onBrokenQuote };
        _reader = CsvReader.Create(stream, options, leaveOpen: true);
    }

    /// <summary>Number of fields in this record.</summary>
    public int Count => _fields.Count;

    /// <summary>Line on which this record starts; the first is 1.</summary>
    public int Line => (int)_reader.LineNumber;

    /// <summary>Text of a field, without quotes and blanks around it.</summary>
    public string this[int field] => _reader.GetString(_fields[field]);

    /// <summary>Whether a field says that there is no value.</summary>
    public static bool IsMissing(string field) => MissingMarks.Contains(field, StringComparer.OrdinalIgnoreCase);

    /// <summary>The fields of a single line, also where its quotes make no sense with this separator.</summary>
    public static string[] Split(string line, char separator)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(line));
        using var records = new TableRecords(stream, separator, "", CsvMalformedDataHandling.Recover);
        return records.Read() ? records.ToArray() : [];
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
            throw new DataException(
                $"{_path}: line {Math.Max(error.LineNumber, 1)}: a quote is not closed, or inside a field", error);
        }
    }

    /// <summary>All fields of this record.</summary>
    public string[] ToArray() => [.. Enumerable.Range(0, Count).Select(field => this[field])];

    /// <summary>
    /// The number in a field; throws <see cref="DataException"/> with line and column when there is none.
    /// </summary>
    public float ParseNumber(int field, string column) =>
        float.TryParse(_reader.GetSpan(_fields[field]), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && float.IsFinite(value)
            ? value
            : throw FaultAt(_path, Line, column, this[field]);

    /// <summary>What is wrong with a field that should hold a number.</summary>
    public static DataException FaultAt(string path, int line, string column, string field)
    {
        var text = field.Length <= 40 ? field : $"{field[..40]}…";
        var isNumber = float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        var problem = IsMissing(field) ? $"a value is missing ('{text}')"
            : isNumber ? $"'{text}' is not a finite number"
            : $"'{text}' is not a number";
        return new DataException($"{path}: line {line}, column '{column}': {problem}");
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private static CsvReaderOptions Configure(char separator) => CsvReaderOptions.Default with
    {
        Separator = separator,
        HasHeader = false,
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MaxRecordSize = MaximumRecordLength,
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
