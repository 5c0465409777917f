using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data.Formats;
using Murmuration.Agent.Data.Formats.Tables;

namespace Murmuration.Agent.Data.Checks;

/// <summary>What a table shows of itself, and what a run file should say of it.</summary>
internal sealed class TableCheck
{
    /// <summary>A column with more different words than this holds names or remarks, no categories.</summary>
    private const int MostCategories = 100;

    private readonly DataOptions _options;
    private readonly TableColumns _columns;
    private readonly TableSurvey _inputs;
    private readonly TableSurvey _targets;

    /// <summary>Looks at all rows.</summary>
    /// <exception cref="DataException">An option names a column that is not there, or the table is damaged.</exception>
    public TableCheck(DataOptions options, ITableSource inputs, ITableSource targets)
    {
        _options = options;
        _columns = TableColumns.Find(options, inputs, targets);
        _inputs = TableSurvey.Take(inputs);
        _targets = targets == inputs ? _inputs : TableSurvey.Take(targets);
    }

    /// <summary>How the table with the inputs is written.</summary>
    public string Dialect => _inputs.Table.Dialect;

    /// <summary>Columns of the tables.</summary>
    public int ColumnCount => _inputs.Columns.Count + (_targets == _inputs ? 0 : _columns.Targets.Length);

    /// <summary>The target column where there is one.</summary>
    private ColumnSurvey? Target => _columns.Targets is [var target] ? _targets.Columns[target] : null;

    /// <summary>The columns, as many as are listed.</summary>
    public IEnumerable<CheckedColumn> Columns()
    {
        var apart = _targets == _inputs ? [] : _columns.Targets.Select(target => _targets.Columns[target]);
        return _inputs.Columns.Select((column, index) => Describe(column, RoleOf(index), _inputs.Table))
            .Concat(apart.Select(column => Describe(column, "target", _targets.Table)))
            .Take(CheckResult.MostListed);
    }

    /// <summary>
    /// The options completed: the target by its name, columns of words as categories or, where there are too many
    /// words, ignored, and rows with missing values left out.
    /// </summary>
    public DataOptions Complete()
    {
        var categories = new Dictionary<string, IReadOnlyList<string>>(_options.Categories, StringComparer.Ordinal);
        var ignored = _options.Ignore.ToList();
        var used = Target is null ? [] : new List<ColumnSurvey> { Target };
        foreach (var input in _columns.Inputs)
        {
            var column = _inputs.Columns[input.Field];
            var isWords = input.Values is null && column.IsWords;
            if ((isWords && !AreCategories(column)) || column.Numbers + column.Others == 0)
            {
                ignored.Add(Reference(_inputs, input.Field));
                continue;
            }

            used.Add(column);
            if (isWords)
            {
                categories[Reference(_inputs, input.Field)] = [.. column.Words.Keys];
            }
        }

        return _options with
        {
            Target = TargetReference(),
            Categories = categories,
            Ignore = ignored,
            Missing = used.Exists(column => column.Missing > 0) ? MissingValues.Drop : _options.Missing,
        };
    }

    /// <summary>How options name the target column; null where they need not, or name several.</summary>
    public string? TargetReference() => _options.Target
        ?? (_columns.Targets is [var target] && _targets == _inputs ? Reference(_inputs, target) : null);

    /// <summary>What should be looked at.</summary>
    public IEnumerable<string> Warnings()
    {
        var unit = _inputs.Table.Unit;
        if (_inputs.WrongRows > 0)
        {
            yield return $"{_inputs.WrongRows:N0} rows have more or fewer fields than the {_inputs.Columns.Count} "
                + $"columns; the first is {unit} {_inputs.FirstWrongRow}";
        }

        foreach (var twice in _inputs.Table.ColumnNames.GroupBy(name => name).Where(group => group.Count() > 1).Take(5))
        {
            yield return $"{twice.Count()} columns are called '{twice.Key}'; name them by their 0-based index";
        }

        foreach (var column in Inputs().Where(IsMisprinted).Take(5))
        {
            var (position, text) = column.FirstOther!.Value;
            yield return $"column '{column.Name}': {column.Others:N0} of its values are no finite numbers; the first, "
                + $"{FieldText.Quote(text)}, stands in {unit} {position}";
        }

        if (Names(Inputs().Where(column => column.IsConstant)) is { } constant)
        {
            yield return $"always the same value: {constant}; a model learns nothing from it";
        }

        if (Names(Inputs().Where(column => column is { CountsRows: true, Numbers: > 2 })) is { } counting)
        {
            yield return $"looks like a row number: {counting}; if it is one, name it in data.ignore";
        }

        if (IsTargetGuessed() && FirstWords() is { } words)
        {
            yield return $"the last column is taken for the target, but '{words.Name}' holds the words "
                + $"{string.Join(", ", words.Words.Keys.Take(5))}; if they are the classes, name it in data.target";
        }
    }

    private static bool AreCategories(ColumnSurvey column) =>
        column.Words.Count <= MostCategories && !column.HasMoreWords && column.Numbers == 0;

    private static bool IsMisprinted(ColumnSurvey column) => column.Others > 0 && !column.IsWords;

    private static string? Names(IEnumerable<ColumnSurvey> columns)
    {
        const int most = 8;
        string[] names = [.. columns.Select(column => $"'{column.Name}'")];
        var rest = names.Length > most ? $" and {names.Length - most} more" : "";
        return names.Length == 0 ? null : $"{string.Join(", ", names.Take(most))}{rest}";
    }

    private IEnumerable<ColumnSurvey> Inputs() => _columns.Inputs
        .Where(input => input.Values is null)
        .Select(input => _inputs.Columns[input.Field]);

    private bool IsTargetGuessed() => _options is { Target: null, Targets.Count: 0 }
        && _targets == _inputs
        && !_inputs.Table.HasNames
        && Target is { IsWords: false };

    private ColumnSurvey? FirstWords() => Inputs().FirstOrDefault(
        column => column.IsWords && column.Words.Count is > 1 and <= 20 && !column.HasMoreWords);

    private string RoleOf(int field) =>
        _targets == _inputs && _columns.Targets.Contains(field) ? "target"
        : Array.Exists(_columns.Inputs, input => input.Field == field) ? "input"
        : "ignored";

    /// <summary>A name where it is one of its own, else the index.</summary>
    private static string Reference(TableSurvey survey, int field)
    {
        var name = survey.Table.ColumnNames[field];
        var isUnique = survey.Table.ColumnNames
            .Count(other => other.Equals(name, StringComparison.OrdinalIgnoreCase)) == 1;
        return survey.Table.HasNames && isUnique && name.Length > 0 ? name : $"{field}";
    }

    private static CheckedColumn Describe(ColumnSurvey column, string role, ITableSource table)
    {
        const int mostWords = 20;
        var hasNumbers = column.Numbers > 0;
        return new CheckedColumn
        {
            Name = column.Name,
            Role = role,
            Kind = column.IsWords ? "words" : "number",
            Missing = column.Missing,
            FirstMissing = column.Missing > 0 ? $"{table.Unit} {column.FirstMissing}" : null,
            Smallest = hasNumbers ? column.Smallest : null,
            Largest = hasNumbers ? column.Largest : null,
            Mean = hasNumbers ? column.Mean : null,
            Deviation = hasNumbers ? column.Deviation : null,
            Words = column.Others > 0 && !column.HasMoreWords ? column.Words.Count : null,
            FirstWords = column.Others > 0 ? [.. column.Words.Keys.Take(mostWords)] : null,
        };
    }
}
