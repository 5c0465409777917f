using Murmuration.Agent.Configuration;

namespace Murmuration.Agent.Data.Files;

/// <summary>Turns tables into sets.</summary>
internal static class TableLoader
{
    /// <summary>Loads the training set, and the test set or null when no file is given for it.</summary>
    public static (Dataset Train, Dataset? Test) Load(DataOptions options, string baseDirectory)
    {
        var layout = TableLayoutDetector.Detect(DataFile.Resolve(options.Train!, baseDirectory), options);
        var targetIndex = options.Target is null ? layout.ColumnCount - 1 : layout.IndexOf(options.Target);
        var ignored = options.Ignore.Select(layout.IndexOf).ToHashSet();
        if (ignored.Contains(targetIndex))
        {
            throw new DataException(
                $"{layout.Path}: data.ignore names the target column '{layout.ColumnNames[targetIndex]}'");
        }

        var limit = options.Test is null ? int.MaxValue : options.Limit ?? int.MaxValue;
        var train = TableReader.Read(layout, targetIndex, ignored, limit);
        var test = options.Test is null ? null : ReadTest(options, baseDirectory, layout, targetIndex, ignored);
        return IsClassification(options, train, test) ? ToClasses(options, train, test) : ToValues(train, test);
    }

    private static TableRows ReadTest(
        DataOptions options, string baseDirectory, TableLayout trainLayout, int targetIndex, HashSet<int> ignored)
    {
        var layout = TableLayoutDetector.Detect(DataFile.Resolve(options.Test!, baseDirectory), options);
        if (layout.ColumnCount != trainLayout.ColumnCount)
        {
            throw new DataException(
                $"{layout.Path}: has {layout.ColumnCount} columns, {trainLayout.Path} has {trainLayout.ColumnCount}");
        }

        RequireSameOrder(layout, trainLayout);
        return TableReader.Read(layout, targetIndex, ignored, options.TestLimit ?? int.MaxValue);
    }

    // Only a name that stands elsewhere is a fault; one that is missing may be another word for the same column.
    private static void RequireSameOrder(TableLayout test, TableLayout train)
    {
        if (!test.HasHeader || !train.HasHeader)
        {
            return;
        }

        foreach (var (index, name) in train.ColumnNames.Index())
        {
            var here = test.ColumnNames[index];
            if (!IsSameName(here, name) && test.ColumnNames.Any(other => IsSameName(other, name)))
            {
                throw new DataException(
                    $"{test.Path}: has its columns in another order than {train.Path}: "
                    + $"column {index} is '{here}' here, '{name}' there");
            }
        }
    }

    private static bool IsSameName(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static bool IsClassification(DataOptions options, TableRows train, TableRows? test) => options.Task switch
    {
        DataTask.Classification => true,
        DataTask.Regression => false,
        _ => options.Classes is not null || LabelCode.LooksLikeClasses(DistinctTargets(train, test)),
    };

    private static HashSet<string> DistinctTargets(TableRows train, TableRows? test) =>
        [.. train.Targets, .. test?.Targets ?? []];

    private static (Dataset Train, Dataset? Test) ToClasses(DataOptions options, TableRows train, TableRows? test)
    {
        var code = LabelCode.Create(DistinctTargets(train, test), options.Classes, train.Path);
        return (ToClasses(train, code), test is null ? null : ToClasses(test, code));
    }

    private static Dataset ToClasses(TableRows rows, LabelCode code)
    {
        var labels = Array.ConvertAll(rows.Targets, target => code[target]);
        return Dataset.ForClasses(rows.Inputs, rows.InputCount, labels, code.Names.Length, code.Names);
    }

    private static (Dataset Train, Dataset? Test) ToValues(TableRows train, TableRows? test) =>
        (ToValues(train), test is null ? null : ToValues(test));

    private static Dataset ToValues(TableRows rows) =>
        Dataset.ForRegression(rows.Inputs, rows.InputCount, rows.ParseTargets(), targetCount: 1);
}
