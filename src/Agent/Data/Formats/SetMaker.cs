using Murmuration.Agent.Configuration;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Data.Formats;

/// <summary>Finds out what the targets of rows mean, and makes sets of them.</summary>
/// <param name="options">Task, classes and categories.</param>
/// <param name="inputNames">Names of the inputs; empty where they have none.</param>
/// <param name="image">The shape of a row's image, or null.</param>
internal sealed class SetMaker(DataOptions options, IReadOnlyList<string> inputNames, ImageShape? image = null)
{
    /// <summary>The names of the classes where the options give them, in label order.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>Makes the sets; both have the same classes.</summary>
    /// <exception cref="DataException">There are no rows, or a target cannot be used.</exception>
    public (Dataset Train, Dataset? Test) Make(RawSet train, RawSet? test)
    {
        RequireRows(train);
        if (test is not null)
        {
            RequireRows(test);
            RequireSameTargets(train, test);
        }

        var code = IsClassification(train, test) ? Code(train, test) : null;
        return (ToSet(train, code), test is null ? null : ToSet(test, code));
    }

    private static void RequireSameTargets(RawSet train, RawSet test)
    {
        if (test.Targets.Length != train.Targets.Length)
        {
            throw new DataException($"{test.Source}: has {test.Targets.Length} targets in a row, {train.Source} has "
                + $"{train.Targets.Length}");
        }
    }

    private static void RequireRows(RawSet rows)
    {
        if (rows.Count == 0)
        {
            throw new DataException(rows.Dropped == 0
                ? $"{rows.Source}: has no rows"
                : $"{rows.Source}: a value is missing in every one of its {rows.Dropped} rows; name the columns "
                + "that are nearly empty in data.ignore");
        }
    }

    private bool IsClassification(RawSet train, RawSet? test)
    {
        if (train.Targets.Length > 1)
        {
            return options.Task == DataTask.Classification || options.Classes is not null
                ? throw new DataException($"{train.Source}: classes are one target, here are {train.Targets.Length}")
                : false;
        }

        return options.Task switch
        {
            DataTask.Classification => true,
            DataTask.Regression => false,
            _ => options.Classes is not null || ClassNames is not null
                || (DistinctTargets(train, test) is { } targets && LabelCode.LooksLikeClasses(targets)),
        };
    }

    private LabelCode Code(RawSet train, RawSet? test)
    {
        if (ClassNames is not null)
        {
            return LabelCode.Of(ClassNames);
        }

        var targets = DistinctTargets(train, test) ?? throw new DataException(
            $"{train.Source}: column '{train.Targets[0].Name}' has too many different values for classes");
        return LabelCode.Of(targets, options.Classes, train.Source);
    }

    private static HashSet<string>? DistinctTargets(RawSet train, RawSet? test) =>
        (train.Targets[0].Texts, test is null ? [] : test.Targets[0].Texts) is ({ } own, { } others)
            ? [.. own, .. others]
            : null;

    private Dataset ToSet(RawSet rows, LabelCode? code)
    {
        IReadOnlyList<string> targetNames = [.. rows.Targets.Select(target => target.Name)];
        if (code is null)
        {
            var numbers = Numbers(rows.Targets);
            return Dataset.ForRegression(rows.TakeInputs(), numbers, targetNames.Count, image)
                .Named(inputNames, targetNames);
        }

        var labels = rows.Targets[0].ToLabels(code);
        return Dataset.ForClasses(rows.TakeInputs(), labels, code.Names.Length, code.Names, image)
            .Named(inputNames, targetNames);
    }

    private static float[] Numbers(TargetColumn[] targets)
    {
        if (targets is [var only])
        {
            return only.ToNumbers();
        }

        var numbers = new float[(long)targets.Length * targets[0].Count];
        foreach (var (column, target) in targets.Index())
        {
            foreach (var (row, number) in target.ToNumbers().Index())
            {
                numbers[(row * targets.Length) + column] = number;
            }
        }

        return numbers;
    }
}
