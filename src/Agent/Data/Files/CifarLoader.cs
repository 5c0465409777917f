using Murmuration.Agent.Configuration;

namespace Murmuration.Agent.Data.Files;

/// <summary>Finds and loads the files of the binary version of CIFAR-10 (Krizhevsky, 2009).</summary>
internal static class CifarLoader
{
    private const string Packed = ".gz";

    /// <summary>Loads the training set, and the test set or null when no file is given for it.</summary>
    public static (Dataset Train, Dataset? Test) Load(DataOptions options, string baseDirectory)
    {
        if (options.Classes is { } classes && classes != CifarReader.ClassCount)
        {
            throw new DataException($"data.classes is {classes}; CIFAR-10 has {CifarReader.ClassCount}, leave it out");
        }

        var limit = options.Test is null ? int.MaxValue : options.Limit ?? int.MaxValue;
        var train = Read(options.Train!, "data_batch", baseDirectory, limit);
        var test = options.Test is null
            ? null
            : Read(options.Test, "test_batch", baseDirectory, options.TestLimit ?? int.MaxValue);
        return (train, test);
    }

    /// <summary>
    /// The files of an option: one, several between commas, or all of a folder whose names begin as those of the
    /// original do, in the order of the names; other forms of a file beside it are none of them.
    /// </summary>
    /// <exception cref="DataException">The folder holds no such file, or one both packed and unpacked.</exception>
    public static IReadOnlyList<string> Files(string option, string beginning, string baseDirectory)
    {
        var paths = option.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(path => DataFile.Resolve(path, baseDirectory))
            .ToArray();
        if (paths is not [var folder] || !Directory.Exists(folder))
        {
            return paths;
        }

        string[] files =
        [
            .. Directory.EnumerateFiles(folder, $"{beginning}*.bin")
                .Concat(Directory.EnumerateFiles(folder, $"{beginning}*.bin{Packed}"))
                .Order(StringComparer.Ordinal),
        ];
        RequireOneForm(folder, files);
        return files.Length > 0
            ? files
            : throw new DataException($"{folder}: holds no file {beginning}*.bin or {beginning}*.bin{Packed}");
    }

    private static void RequireOneForm(string folder, string[] files)
    {
        if (Array.Find(files, file => files.Contains(file + Packed)) is { } twice)
        {
            var name = Path.GetFileName(twice);
            throw new DataException(
                $"{folder}: holds both {name} and {name}{Packed}; remove one, or name the files instead of the folder");
        }
    }

    private static Dataset Read(string option, string beginning, string baseDirectory, int limit)
    {
        var reader = new CifarReader(limit, CifarReader.MostImages);
        foreach (var path in Files(option, beginning, baseDirectory))
        {
            DataFile.Read(path, stream => reader.Read(stream, path));
        }

        return reader.ToDataset();
    }
}
