using System.Globalization;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;

namespace Murmuration.Agent.Models;

/// <summary>Rows of any file with their targets, as a trained model knows them: its inputs, its classes.</summary>
internal static class LabelledRows
{
    private const int MostNamed = 10;

    /// <summary>Loads all rows of <see cref="DataOptions.Train"/>.</summary>
    /// <exception cref="DataException">The file cannot be read, or does not fit the model.</exception>
    public static Dataset Load(TrainedModel trained, DataOptions options, string baseDirectory)
    {
        var classes = trained.Meaning.ClassNames;
        var rows = DataLoader.LoadRows(
            options with
            {
                Scale = trained.Meaning.Scale,
                Task = classes.Count > 0 ? DataTask.Classification : DataTask.Regression,
                Classes = classes.Count > 0 ? classes.Count : null,
                Inputs = trained.Model.InputCount,
            },
            baseDirectory);
        if (rows.InputCount != trained.Model.InputCount || rows.TargetCount != trained.Statistics.TargetCount)
        {
            throw new DataException(
                $"{options.Train}: has {Kind(rows.InputCount, rows.TargetCount)} in a row, the model is of "
                + Kind(trained.Model.InputCount, trained.Statistics.TargetCount));
        }

        return classes.Count > 0 ? WithClasses(rows, classes, options.Train!) : rows;
    }

    /// <summary>A file that lacks a class, or names it otherwise, numbers its classes in another way.</summary>
    private static Dataset WithClasses(Dataset rows, IReadOnlyList<string> classes, string source)
    {
        var names = classes.ToList();
        var known = rows.ClassNames.Select(name => IndexOf(names, name)).ToArray();
        var labels = Array.ConvertAll(rows.Labels.ToArray(), label => known[label] >= 0
            ? known[label]
            : throw new DataException(
                $"{source}: a row is of class '{rows.ClassNames[label]}', which the model does not know; "
                + $"its classes are {Names(classes)}"));
        return rows.WithClasses(labels, classes);
    }

    /// <summary>The class of that name, or the one that is the same number, as 1 and 1.0 are; −1 if none is.</summary>
    private static int IndexOf(List<string> classes, string name)
    {
        var exact = classes.IndexOf(name);
        return exact < 0 && Number(name) is { } number
            ? classes.FindIndex(known => Number(known) == number)
            : exact;
    }

    private static double? Number(string name) =>
        double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Names(IReadOnlyList<string> classes)
    {
        var names = string.Join(", ", classes.Take(MostNamed).Select(name => $"'{name}'"));
        return classes.Count > MostNamed ? $"{names}, …" : names;
    }

    private static string Kind(int inputs, int targets) =>
        targets == 0 ? $"{inputs} inputs and a class" : $"{inputs} inputs and {targets} regression targets";
}
