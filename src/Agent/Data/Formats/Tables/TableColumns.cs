using Murmuration.Agent.Configuration;

namespace Murmuration.Agent.Data.Formats.Tables;

/// <summary>What the columns of a table are: inputs, targets, or nothing.</summary>
internal sealed class TableColumns
{
    private const int MostColumns = 100_000;

    private TableColumns(InputColumn[] inputs, int[] targets, IReadOnlyList<string>? classNames)
    {
        (Inputs, Targets, ClassNames) = (inputs, targets, classNames);
        InputCount = inputs.Sum(input => input.Width);
        InputNames = [.. inputs.SelectMany(input => input.InputNames)];
    }

    /// <summary>The columns that are inputs.</summary>
    public InputColumn[] Inputs { get; }

    /// <summary>Indices of the target columns, in the table itself or in the one with the targets.</summary>
    public int[] Targets { get; }

    /// <summary>The classes where the options list the target's values.</summary>
    public IReadOnlyList<string>? ClassNames { get; }

    /// <summary>Inputs that the columns become.</summary>
    public int InputCount { get; }

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> InputNames { get; }

    /// <summary>Finds the columns that the options name.</summary>
    /// <param name="options">Target, ignored columns, categories.</param>
    /// <param name="table">The table with the inputs.</param>
    /// <param name="targetTable">The table with the targets; the same where they stand beside the inputs.</param>
    /// <exception cref="DataException">An option names a column that is not there, or contradicts another.</exception>
    public static TableColumns Find(DataOptions options, ITableSource table, ITableSource targetTable)
    {
        var targets = FindTargets(options, targetTable, isApart: targetTable != table);
        int[] beside = targetTable == table ? targets : [];
        var ignored = FindIgnored(options, table);
        if (beside.FirstOrDefault(ignored.Contains, -1) is >= 0 and var both)
        {
            throw new DataException($"{table.Name}: data.ignore names the target column '{table.ColumnNames[both]}'");
        }

        var ofTarget = options.Categories.Keys.FirstOrDefault(
            name => targets is [var target] && new ColumnIndex(targetTable).TryFind(name) == target);
        var categories = options.Categories.Where(pair => pair.Key != ofTarget)
            .Select(pair => (new ColumnIndex(table).Of(pair.Key), pair.Value));
        var inputs = FindInputs(table, [.. ignored, .. beside], categories);
        var classNames = ofTarget is null ? null : options.Categories[ofTarget];
        return inputs.Length > 0
            ? new TableColumns(inputs, targets, classNames)
            : throw new DataException(
                $"{table.Name}: has no inputs beside its target column '{targetTable.ColumnNames[targets[0]]}'");
    }

    /// <summary>
    /// Finds the inputs alone. The target column is the one that the options name; without a name it is the last where
    /// there are more columns than inputs, and else there is none.
    /// </summary>
    /// <param name="options">Target, ignored columns, categories.</param>
    /// <param name="table">The table.</param>
    /// <param name="inputCount">Inputs that a model takes.</param>
    /// <exception cref="DataException">The table has other inputs.</exception>
    public static TableColumns FindInputs(DataOptions options, ITableSource table, int inputCount)
    {
        var ignored = FindIgnored(options, table);
        // Those of a target that is not there are of no use here.
        var categories = options.Categories
            .Select(pair => (Column: new ColumnIndex(table).TryFind(pair.Key), pair.Value))
            .Where(pair => pair.Column is not null)
            .Select(pair => (pair.Column!.Value, pair.Value))
            .ToList();
        var all = new TableColumns(FindInputs(table, ignored, categories), [], classNames: null);
        int[] targets = options is { Target: null, Targets.Count: 0 } && all.InputCount <= inputCount
            ? []
            : FindTargets(options, table, isApart: false);
        var rest = new TableColumns(FindInputs(table, [.. ignored, .. targets], categories), [], classNames: null);
        return rest.InputCount == inputCount
            ? rest
            : throw new DataException(
                $"{table.Name}: the model takes {inputCount} inputs; the {table.ColumnNames.Count} columns give "
                + $"{rest.InputCount} without the target and those of data.ignore");
    }

    /// <summary>Refuses a table with so many columns that each cannot be looked after.</summary>
    /// <exception cref="DataException">It has.</exception>
    public static void RequireFew(string table, int count)
    {
        if (count > MostColumns)
        {
            throw new DataException(
                $"{table}: has {count:N0} columns, tables may have {MostColumns:N0}; "
                + "give wide rows as NumPy arrays or in libsvm's format");
        }
    }

    private static int[] FindTargets(DataOptions options, ITableSource table, bool isApart)
    {
        var columns = new ColumnIndex(table);
        int[] targets = options switch
        {
            { Targets.Count: > 0 } => [.. options.Targets.Select(columns.Of)],
            { Target: { } target } => [columns.Of(target)],
            _ when isApart => [.. Enumerable.Range(0, table.ColumnNames.Count)],
            _ => [table.ColumnNames.Count - 1],
        };
        return targets.Distinct().Count() == targets.Length
            ? targets
            : throw new DataException($"{table.Name}: data.targets names a column twice");
    }

    private static HashSet<int> FindIgnored(DataOptions options, ITableSource table) =>
        [.. options.Ignore.Select(new ColumnIndex(table).Of)];

    private static InputColumn[] FindInputs(
        ITableSource table, HashSet<int> others, IEnumerable<(int Column, IReadOnlyList<string> Values)> categories)
    {
        RequireFew(table.Name, table.ColumnNames.Count);
        var places = new Dictionary<int, IReadOnlyDictionary<string, int>>();
        foreach (var (column, values) in categories)
        {
            if (!places.TryAdd(column, Places(values)))
            {
                throw new DataException(
                    $"{table.Name}: data.categories names column '{table.ColumnNames[column]}' twice");
            }
        }

        return
        [
            .. Enumerable.Range(0, table.ColumnNames.Count)
                .Where(column => !others.Contains(column))
                .Select(column => new InputColumn(column, table.ColumnNames[column], places.GetValueOrDefault(column))),
        ];
    }

    private static Dictionary<string, int> Places(IReadOnlyList<string> values) => values.Index().ToDictionary(
        pair => FieldText.Normal(pair.Item), pair => pair.Index, StringComparer.Ordinal);
}
