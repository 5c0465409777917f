namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>A square table of numbers as it stands in a file, its zeros left out.</summary>
internal sealed class AdjacencyTable
{
    private readonly FormatSource _source;
    private readonly List<(string Text, int Number)> _lines;
    private readonly FieldSplitter _splitter;
    private readonly List<(int From, int To, double Value)> _entries = [];
    private readonly bool _hasHeader;

    private AdjacencyTable(FormatSource source)
    {
        _source = source;
        _lines = [.. Lines(source).Take(TopologySchedule.LargestAgentCount + 2)];
        if (_lines.Count == 0)
        {
            throw Problem(null, "the file has no rows; it must hold a square table of numbers.");
        }

        _splitter = new FieldSplitter(_lines[0].Text);
        var first = _splitter.Split(_lines[0].Text);
        var isNamed = first.Count > 1 && first.Skip(1).All(field => NumberText.Finite(field) is null);
        _hasHeader = isNamed || first[0].Length == 0 || _lines.Count == first.Count + 1;
        Names = ReadRows(_hasHeader ? first : null);
    }

    /// <summary>What the agents are called, and in which line.</summary>
    public IReadOnlyList<(string Name, int Line)> Names { get; }

    /// <summary>What is not 0, row by row.</summary>
    public IReadOnlyList<(int From, int To, double Value)> Entries => _entries;

    /// <summary>Whether the part above the diagonal says all, the other one being the same or empty.</summary>
    public bool IsUndirected
    {
        get
        {
            var between = _entries.Where(entry => entry.From != entry.To).ToList();
            var pairs = between.ToDictionary(entry => (entry.From, entry.To), entry => entry.Value);
            return between.TrueForAll(entry => entry.From < entry.To)
                || between.TrueForAll(entry => entry.From > entry.To)
                || between.TrueForAll(
                    entry => pairs.TryGetValue((entry.To, entry.From), out var back) && back.Equals(entry.Value));
        }
    }

    /// <summary>Reads the table.</summary>
    /// <exception cref="TopologyException">It is none.</exception>
    public static AdjacencyTable Read(FormatSource source) => new(source);

    /// <summary>The lines that are neither empty nor comments, with their 1-based numbers.</summary>
    public static IEnumerable<(string Text, int Number)> Lines(FormatSource source)
    {
        using var reader = new StringReader(source.Text);
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line) && !line.StartsWith('#'))
            {
                yield return (line, number);
            }
        }
    }

    private List<(string, int)> ReadRows(List<string>? header)
    {
        var rows = _lines.Skip(_hasHeader ? 1 : 0).ToList();
        if (rows.Count == 0)
        {
            throw Problem(null, "the file has no rows; it must hold a square table of numbers.");
        }

        if (rows.Count > TopologySchedule.LargestAgentCount)
        {
            throw Problem(null, $"more than {TopologySchedule.LargestAgentCount:N0} rows, one per agent; a network has "
                + "at most as many.");
        }

        var names = new List<(string, int)>();
        foreach (var (row, (text, line)) in rows.Index())
        {
            var fields = _splitter.Split(text);
            var labels = fields.Count - rows.Count;
            if (labels is not (0 or 1))
            {
                throw Problem(line, $"{fields.Count} fields in a table of {rows.Count} rows; a row has a number for "
                    + "every agent, and its own name before them at most.");
            }

            names.Add((Name(header, rows.Count, row, labels == 1 ? fields[0] : null, line), line));
            ReadRow(row, fields.Skip(labels), line);
        }

        return names;
    }

    /// <summary>By the header, else by the first column, else the row's number.</summary>
    private string Name(List<string>? header, int count, int row, string? label, int line)
    {
        var named = header?.ElementAtOrDefault(header.Count - count + row);
        return named is null || label is null || named == label ? named ?? label ?? $"{row}" : throw Problem(line,
            $"the row of \"{label}\" stands where the header has \"{named}\"; rows and columns need the same order.");
    }

    private void ReadRow(int row, IEnumerable<string> fields, int line)
    {
        foreach (var (column, field) in fields.Index())
        {
            var value = field.Length == 0 ? 0 : NumberText.Finite(field)
                ?? throw Problem(line, $"\"{field}\" in column {column + 1} is no number; write 0, 1 or a weight.");
            if (value == 0)
            {
                continue;
            }

            if (_entries.Count == 2 * TopologySchedule.LargestLinkCount)
            {
                throw Problem(line, $"a network has at most {TopologySchedule.LargestLinkCount:N0} links.");
            }

            _entries.Add((row, column, value));
        }
    }

    private TopologyException Problem(int? line, string problem) => new(_source.Name, line, null, problem);
}
