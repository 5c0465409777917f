using Murmuration.Agent.Data.Rows;

namespace Murmuration.Agent.Data.Formats.Tables;

/// <summary>Turns tables into sets, whatever they come from.</summary>
internal static class TableLoader
{
    /// <summary>Reads the training set, and the test set or null where there is no table for it.</summary>
    /// <param name="reading">The load.</param>
    /// <param name="train">The training rows and their targets, which may be the same table.</param>
    /// <param name="test">The test rows likewise, or null.</param>
    /// <exception cref="DataException">The rows cannot be used.</exception>
    public static LoadedSets Load(
        DataReading reading,
        (ITableSource Inputs, ITableSource Targets) train,
        (ITableSource Inputs, ITableSource Targets)? test)
    {
        var columns = TableColumns.Find(reading.Options, train.Inputs, train.Targets);
        if (test is { } given)
        {
            RequireSameColumns(given.Inputs, train.Inputs);
            RequireSameColumns(given.Targets, train.Targets);
        }

        using var trainRows = TableReader.Read(
            reading, train.Inputs, train.Targets, columns, reading.TrainLimit(test is not null));
        using var testRows = test is { } tables
            ? TableReader.Read(reading, tables.Inputs, tables.Targets, columns, reading.TestLimit)
            : null;
        var maker = new SetMaker(reading.Options, columns.InputNames) { ClassNames = columns.ClassNames };
        var (trainSet, testSet) = maker.Make(trainRows, testRows);
        return new LoadedSets(trainSet, testSet)
        {
            Dialect = train.Inputs.Dialect,
            Dropped = trainRows.Dropped + (testRows?.Dropped ?? 0),
        };
    }

    /// <summary>Reads the inputs alone.</summary>
    /// <param name="reading">The load.</param>
    /// <param name="table">The rows, with targets or without.</param>
    /// <param name="inputCount">Inputs that a row must have.</param>
    /// <exception cref="DataException">The rows cannot be used.</exception>
    public static InputStore LoadInputs(DataReading reading, ITableSource table, int inputCount)
    {
        var columns = TableColumns.FindInputs(reading.Options, table, inputCount);
        using var rows = TableReader.Read(reading, table, table, columns, reading.Limit);
        return rows.TakeInputs();
    }

    // Only a name that stands elsewhere is a fault; one that is missing may be another word for the same column.
    private static void RequireSameColumns(ITableSource test, ITableSource train)
    {
        if (test.ColumnNames.Count != train.ColumnNames.Count)
        {
            throw new DataException(
                $"{test.Name}: has {test.ColumnNames.Count} columns, {train.Name} has {train.ColumnNames.Count}");
        }

        if (!test.HasNames || !train.HasNames)
        {
            return;
        }

        foreach (var (index, name) in train.ColumnNames.Index())
        {
            var here = test.ColumnNames[index];
            if (!IsSameName(here, name) && test.ColumnNames.Any(other => IsSameName(other, name)))
            {
                throw new DataException(
                    $"{test.Name}: has its columns in another order than {train.Name}: "
                    + $"column {index} is '{here}' here, '{name}' there");
            }
        }
    }

    private static bool IsSameName(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
