namespace Murmuration.Agent.Data.Files;

/// <summary>Reads the rows of a table into numbers; every fault is named with its line and column.</summary>
internal sealed class TableReader
{
    private readonly TableLayout _layout;
    private readonly int _targetIndex;
    private readonly int[] _inputIndices;
    private readonly List<float> _inputs = [];
    private readonly List<string> _targets = [];
    private readonly List<int> _lines = [];

    // A target column repeats few texts, so that each is kept once.
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    private TableReader(TableLayout layout, int targetIndex, HashSet<int> ignored)
    {
        _layout = layout;
        _targetIndex = targetIndex;
        var inputs = Enumerable.Range(0, layout.ColumnCount).Where(column => column != targetIndex);
        _inputIndices = [.. inputs.Where(column => !ignored.Contains(column))];
        if (_inputIndices.Length == 0)
        {
            throw new DataException($"{layout.Path}: has no inputs beside its target column '{TargetName}'");
        }
    }

    private string TargetName => _layout.ColumnNames[_targetIndex];

    /// <summary>Reads at most <paramref name="limit"/> rows.</summary>
    public static TableRows Read(TableLayout layout, int targetIndex, HashSet<int> ignored, int limit)
    {
        var reader = new TableReader(layout, targetIndex, ignored);
        return DataFile.Read(layout.Path, stream => reader.Read(stream, limit));
    }

    private TableRows Read(Stream stream, int limit)
    {
        using var records = new TableRecords(stream, _layout.Separator, _layout.Path);
        if (_layout.HasHeader)
        {
            records.Read();
        }

        while (_lines.Count < limit && records.Read())
        {
            Add(records);
        }

        return new TableRows(_layout.Path, TargetName, _inputIndices.Length, [.. _inputs], [.. _targets], [.. _lines]);
    }

    private void Add(TableRecords record)
    {
        if (record.Count != _layout.ColumnCount)
        {
            throw new DataException(
                $"{_layout.Path}: line {record.Line} has {record.Count} fields, the first has {_layout.ColumnCount}");
        }

        foreach (var column in _inputIndices)
        {
            _inputs.Add(record.ParseNumber(column, _layout.ColumnNames[column]));
        }

        var target = record[_targetIndex];
        if (TableRecords.IsMissing(target))
        {
            throw TableRecords.FaultAt(_layout.Path, record.Line, TargetName, target);
        }

        _targets.Add(_texts.TryGetValue(target, out var known) ? known : _texts[target] = target);
        _lines.Add(record.Line);
    }
}
