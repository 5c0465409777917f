namespace Murmuration.Agent.Data.Formats.Numpy;

/// <summary>Finds the arrays that options name, or that are called as they usually are.</summary>
internal sealed class NumpySources(DataReading reading)
{
    private const string Separator = ".npz:";

    private static readonly string[] InputNames =
        ["x_train", "train_x", "train_images", "train_data", "x", "images", "inputs", "features", "data"];

    private static readonly string[] TargetNames =
        ["y_train", "train_y", "train_labels", "train_targets", "y", "labels", "label", "targets", "target"];

    private static readonly string[] TestInputNames = ["x_test", "test_x", "test_images", "test_data"];
    private static readonly string[] TestTargetNames = ["y_test", "test_y", "test_labels", "test_targets"];

    /// <summary>The arrays with the training rows; without targets where they stand in a column.</summary>
    /// <exception cref="DataException">They are not found.</exception>
    public (INumpySource Inputs, INumpySource? Targets) Train() =>
        Find(reading.Options.Train!, reading.Options.TrainLabels, InputNames, TargetNames, "trainLabels");

    /// <summary>The array with the inputs of the training rows.</summary>
    /// <exception cref="DataException">It is not found.</exception>
    public INumpySource TrainInputs()
    {
        var text = reading.Options.Train!;
        var path = reading.Resolve(text);
        if (IsName(text) || !IsArchive(path))
        {
            return Named(text);
        }

        var names = NpzEntry.NamesIn(path, reading);
        return new NpzEntry(path, Pick(names, InputNames) ?? throw Unknown(path, names, "trainLabels"), reading);
    }

    /// <summary>
    /// The arrays with the test rows, also those beside the training arrays; null where there are none.
    /// </summary>
    /// <exception cref="DataException">They are not found.</exception>
    public (INumpySource Inputs, INumpySource? Targets)? Test()
    {
        var options = reading.Options;
        if (options.Test is { } test)
        {
            string[] inputs = [.. TestInputNames, .. InputNames];
            return Find(test, options.TestLabels, inputs, [.. TestTargetNames, .. TargetNames], "testLabels");
        }

        var path = reading.Resolve(options.Train!);
        if (options.TrainLabels is not null || !IsArchive(path))
        {
            return null;
        }

        var names = NpzEntry.NamesIn(path, reading);
        return (Pick(names, TestInputNames), Pick(names, TestTargetNames)) is ({ } x, { } y)
            ? (new NpzEntry(path, x, reading), new NpzEntry(path, y, reading))
            : null;
    }

    private (INumpySource Inputs, INumpySource? Targets) Find(
        string inputs, string? targets, string[] inputNames, string[] targetNames, string option)
    {
        var path = reading.Resolve(inputs);
        if (IsName(inputs) || !IsArchive(path))
        {
            return (Named(inputs), targets is null ? null : Named(targets));
        }

        var names = NpzEntry.NamesIn(path, reading);
        if (Pick(names, inputNames) is not { } x)
        {
            throw Unknown(path, names, option);
        }

        var y = targets is null ? Pick(names, targetNames) : null;
        return targets is null && y is null
            ? throw Unknown(path, names, option)
            : (new NpzEntry(path, x, reading), targets is null ? new NpzEntry(path, y!, reading) : Named(targets));
    }

    /// <summary>An array by its file, or by its file and its name: <c>sets.npz:images</c>.</summary>
    private INumpySource Named(string text)
    {
        var cut = text.IndexOf(Separator, StringComparison.OrdinalIgnoreCase);
        if (cut >= 0)
        {
            var nameStart = cut + Separator.Length;
            return new NpzEntry(reading.Resolve(text[..(nameStart - 1)]), text[nameStart..], reading);
        }

        var path = reading.Resolve(text);
        return IsArchive(path)
            ? throw new DataException(
                $"{path}: holds several arrays; name the one that is meant, such as {text}:labels")
            : new NpyFile(path, reading);
    }

    private static bool IsName(string text) => text.Contains(Separator, StringComparison.OrdinalIgnoreCase);

    private static bool IsArchive(string path) => NpzEntry.IsBeginning(DataFile.ReadBeginning(path, length: 256));

    private static string? Pick(IReadOnlyList<string> names, string[] wanted) => wanted
        .Select(name => names.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)))
        .FirstOrDefault(name => name is not null);

    private static DataException Unknown(string path, IReadOnlyList<string> names, string option) => new(
        $"{path}: holds the arrays {string.Join(", ", names.Take(20))}; say which are meant, such as data.train = "
        + $"{Path.GetFileName(path)}:NAME and data.{option} = {Path.GetFileName(path)}:NAME");
}
