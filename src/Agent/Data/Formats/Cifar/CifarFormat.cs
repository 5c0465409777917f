using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data.Rows;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Data.Formats.Cifar;

/// <summary>The binary version of CIFAR-10 (Krizhevsky, 2009): one file, several, or a folder of them.</summary>
internal sealed class CifarFormat : IDataFormat
{
    private const string Packed = ".gz";

    public DataFormat Kind => DataFormat.Cifar10;

    public bool Recognizes(DataSource source) =>
        source.Name.StartsWith("data_batch", StringComparison.OrdinalIgnoreCase) || Directory.Exists(source.Path);

    public LoadedSets Load(DataReading reading)
    {
        var options = reading.Options;
        reading.RequireNoColumns("CIFAR-10");
        if (options.Classes is { } classes && classes != CifarReader.ClassCount)
        {
            throw new DataException($"data.classes is {classes}; CIFAR-10 has {CifarReader.ClassCount}, leave it out");
        }

        var train = Read(reading, options.Train!, "data_batch", reading.TrainLimit(options.Test is not null));
        var test = options.Test is null ? null : Read(reading, options.Test, "test_batch", reading.TestLimit);
        return new LoadedSets(train, test) { Scale = DataScale.Channels, Dialect = "CIFAR-10, binary" };
    }

    /// <summary>
    /// The files of an option: one, several between commas, or all of a folder whose names begin as those of the
    /// original do, in the order of the names; other forms of a file beside it are none of them.
    /// </summary>
    /// <exception cref="DataException">The folder holds no such file, or one both packed and unpacked.</exception>
    private static string[] Files(DataReading reading, string option, string beginning)
    {
        var paths = option.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(path => reading.Resolve(path))
            .ToArray();
        if (paths is not [var folder] || !Directory.Exists(folder))
        {
            return paths;
        }

        reading.Note(folder);
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

    public (InputStore Rows, ImageShape? Image) LoadInputs(DataReading reading, int inputCount)
    {
        var rows = Read(reading, reading.Options.Train!, "data_batch", reading.Limit);
        return (rows.InputStore, rows.Image);
    }

    private static Dataset Read(DataReading reading, string option, string beginning, int limit)
    {
        using var rows = reading.Collect(CifarReader.InputCount, option);
        var reader = new CifarReader(rows, limit);
        foreach (var path in Files(reading, option, beginning))
        {
            reading.Read(path, stream => reader.Read(stream, path));
        }

        return reader.ToDataset();
    }
}
