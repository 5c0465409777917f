using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data.Files;
using Murmuration.Agent.Data.Generated;

namespace Murmuration.Agent.Data;

/// <summary>Loads or draws what the run file asks for.</summary>
internal static class DataLoader
{
    // Test rows of a generated set are counted from here, so that they do not depend on how many are trained on.
    private const int FirstTestRow = 1 << 30;
    private const long SplitStream = -3;

    /// <summary>
    /// The training and test rows, a function of the options, the files and the seed. Columns are not yet standardized:
    /// <see cref="DatasetPair.Scale"/> says what is left to do. Throws <see cref="DataException"/>.
    /// </summary>
    /// <param name="options">What to load.</param>
    /// <param name="baseDirectory">Where relative paths stand.</param>
    /// <param name="seed">Seed of the run: draws generated sets and the rows set aside for testing.</param>
    public static DatasetPair Load(DataOptions options, string baseDirectory, long seed)
    {
        DataOptionsCheck.Require(options);
        var pair = options.Train is null
            ? Generate(options, seed)
            : Read(options, baseDirectory, seed);
        RequireClasses(pair.Train, options);
        return pair with { Description = Describe(pair, options) };
    }

    private static DatasetPair Generate(DataOptions options, long seed)
    {
        var set = options.Generated ?? GeneratedSet.Digits;
        Func<int, long, int, Dataset> draw = set switch
        {
            GeneratedSet.Digits => DigitGenerator.Generate,
            GeneratedSet.Regression => TeacherGenerator.Generate,
            GeneratedSet.Clusters => ClusterGenerator.Generate,
            _ => throw new ArgumentOutOfRangeException(nameof(options), set, "Unknown set."),
        };
        var train = draw(Math.Min(options.Samples, options.Limit ?? int.MaxValue), seed, 0);
        var test = draw(Math.Min(options.TestSamples, options.TestLimit ?? int.MaxValue), seed, FirstTestRow);
        return Scale(new DatasetPair(train, test), options.Scale == DataScale.Auto ? DataScale.None : options.Scale);
    }

    private static DatasetPair Read(DataOptions options, string baseDirectory, long seed)
    {
        var ((train, test), scale) = FormatOf(options, baseDirectory) switch
        {
            DataFormat.Idx => (IdxLoader.Load(options, baseDirectory), DataScale.Unit),
            DataFormat.Cifar10 => (CifarLoader.Load(options, baseDirectory), DataScale.Channels),
            _ => (TableLoader.Load(options, baseDirectory), DataScale.Standardize),
        };
        var pair = test is null ? Split(train, options, seed) : new DatasetPair(train, test);
        return Scale(pair, options.Scale == DataScale.Auto ? scale : options.Scale);
    }

    private static DataFormat FormatOf(DataOptions options, string baseDirectory)
    {
        if (options.Format != DataFormat.Auto)
        {
            return options.Format;
        }

        var path = DataFile.Resolve(options.Train!, baseDirectory);
        var name = Path.GetFileName(path);
        if (name.StartsWith("data_batch", StringComparison.OrdinalIgnoreCase) || Directory.Exists(path))
        {
            return DataFormat.Cifar10;
        }

        return options.TrainLabels is not null
            || name.Contains("idx", StringComparison.OrdinalIgnoreCase)
            || name.Contains("ubyte", StringComparison.OrdinalIgnoreCase)
            || DataFile.Read(path, StartsLikeIdx)
            ? DataFormat.Idx
            : DataFormat.Csv;
    }

    private static bool StartsLikeIdx(Stream stream)
    {
        Span<byte> start = stackalloc byte[3];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return start[..length].SequenceEqual<byte>([0, 0, 8]);
    }

    private static DatasetPair Split(Dataset data, DataOptions options, long seed)
    {
        if (data.Count < 2)
        {
            throw new DataException($"{options.Train}: has {data.Count} rows; at least 2 are needed for a test set");
        }

        int[] rows = [.. Enumerable.Range(0, data.Count)];
        new RandomStream(seed, SplitStream).Shuffle<int>(rows);
        var testCount = Math.Clamp((int)Math.Round(options.TestFraction * data.Count), 1, data.Count - 1);
        var test = rows.AsSpan(0, Math.Min(testCount, options.TestLimit ?? int.MaxValue));
        var train = rows.AsSpan(testCount, Math.Min(data.Count - testCount, options.Limit ?? int.MaxValue));
        return new DatasetPair(data.Select(train), data.Select(test));
    }

    private static DatasetPair Scale(DatasetPair pair, DataScale scale)
    {
        if (scale == DataScale.Channels && pair.Train.Image is null)
        {
            throw new DataException("data.scale is channels, but the rows are no images; use standardize");
        }

        if (scale == DataScale.Unit)
        {
            DivideBy255(pair.Train.WritableInputs);
            DivideBy255(pair.Test.WritableInputs);
        }

        return pair with { Scale = scale == DataScale.Unit ? DataScale.None : scale };
    }

    private static void DivideBy255(Span<float> inputs)
    {
        foreach (ref var input in inputs)
        {
            input /= 255;
        }
    }

    private static void RequireClasses(Dataset train, DataOptions options)
    {
        if (train.IsClassification && options.Classes is null && train.CountLabels().Count(count => count > 0) < 2)
        {
            var source = options.Train ?? "generated set";
            throw new DataException(
                $"{source}: all rows are of one class; where other agents hold the others, give data.classes");
        }
    }

    private static string Describe(DatasetPair pair, DataOptions options)
    {
        var source = options.Train is null
            ? $"generated {(options.Generated ?? GeneratedSet.Digits).ToString().ToLowerInvariant()}"
            : Path.GetFileName(options.Train);
        var learned = pair.Train.IsClassification
            ? $"{pair.Train.ClassCount} classes"
            : $"{pair.Train.TargetCount} regression target";
        var rows = $"{pair.Train.Count:N0} training and {pair.Test.Count:N0} test rows";
        return $"{source}: {rows}, {pair.Train.InputCount} inputs, {learned}";
    }
}
