using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data.Formats;
using Murmuration.Agent.Data.Formats.Postgres;
using Murmuration.Agent.Data.Generated;

namespace Murmuration.Agent.Data;

/// <summary>Loads or draws what the run file asks for.</summary>
internal static partial class DataLoader
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
    /// <param name="settings">Progress, and where rows go that do not fit into memory.</param>
    public static DatasetPair Load(
        DataOptions options, string baseDirectory, long seed, LoadSettings? settings = null)
    {
        DataOptionsCheck.Require(options);
        var pair = options.Train is null
            ? Generate(options, seed)
            : Read(new DataReading(options, baseDirectory, settings ?? LoadSettings.Default), seed);
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

    private static DatasetPair Read(DataReading reading, long seed)
    {
        var kept = KeptRows.For(reading);
        var sets = kept?.TryOpen() ?? LoadNew(reading, kept);
        RequireInputs(sets.Train, reading.Options);
        var pair = sets.Test is null ? Split(sets.Train, reading, seed) : new DatasetPair(sets.Train, sets.Test);
        var scaled = Scale(pair, reading.Options.Scale == DataScale.Auto ? sets.Scale : reading.Options.Scale);
        return scaled with { Dialect = sets.Dialect, Dropped = sets.Dropped };
    }

    private static LoadedSets LoadNew(DataReading reading, KeptRows? kept)
    {
        var sets = DataFormats.Of(reading).Load(reading);
        if (sets.Test?.IsStreamed is true)
        {
            throw TooManyTestRows(sets.Test.Count, sets.Test.InputCount);
        }

        return kept?.Keep(sets) ?? sets;
    }

    private static DatasetPair Split(Dataset data, DataReading reading, long seed)
    {
        var options = reading.Options;
        if (data.Count < 2)
        {
            throw new DataException($"{options.Train}: has {data.Count} rows; at least 2 are needed for a test set");
        }

        var rows = data.AllRows();
        new RandomStream(seed, SplitStream).Shuffle<int>(rows);
        var testCount = Math.Clamp((int)Math.Round(options.TestFraction * data.Count), 1, data.Count - 1);
        var test = rows.AsSpan(0, Math.Min(testCount, options.TestLimit ?? int.MaxValue));
        var train = rows.AsSpan(testCount, Math.Min(data.Count - testCount, options.Limit ?? int.MaxValue));
        if (data.IsStreamed && (long)test.Length * data.InputCount * sizeof(float) > reading.Room.Left)
        {
            throw TooManyTestRows(test.Length, data.InputCount);
        }

        return new DatasetPair(data.Select(train), data.Load(test));
    }

    private static DatasetPair Scale(DatasetPair pair, DataScale scale)
    {
        if (scale == DataScale.Channels && pair.Train.Image is null)
        {
            throw new DataException("data.scale is channels, but the rows are no images; use standardize");
        }

        if (scale == DataScale.Unit)
        {
            pair.Train.ScaleInputs(UnitScaling.Instance);
            pair.Test.ScaleInputs(UnitScaling.Instance);
        }

        return pair with { Scale = scale == DataScale.Unit ? DataScale.None : scale, InputScale = scale };
    }

    private static DataException TooManyTestRows(int count, int inputCount) => new(
        $"{count:N0} test rows of {inputCount} inputs exceed data.memory, but are judged by all at once: take fewer "
        + "(data.testLimit), or raise data.memory");

    private static void RequireInputs(Dataset train, DataOptions options)
    {
        if (options.Inputs is { } inputs && inputs != train.InputCount)
        {
            throw new DataException($"{options.Train}: has {train.InputCount} inputs, data.inputs is {inputs}");
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
        var learned = pair.Train.IsClassification ? $"{pair.Train.ClassCount} classes"
            : pair.Train.TargetCount == 1 ? "1 regression target"
            : $"{pair.Train.TargetCount} regression targets";
        var rows = $"{pair.Train.Count:N0} training and {pair.Test.Count:N0} test rows";
        var notes = (pair.Train.IsStreamed ? ", rows on the disk" : "")
            + (pair.Dropped > 0 ? $", {pair.Dropped:N0} rows with missing values left out" : "");
        return $"{SourceName(options)}: {rows}, {pair.Train.InputCount} inputs, {learned}{notes}";
    }

    private static string SourceName(DataOptions options) =>
        options.Train is null ? $"generated {(options.Generated ?? GeneratedSet.Digits).ToString().ToLowerInvariant()}"
        : PostgresAddress.IsUrl(options.Train) || options.Query is not null ? "query"
        : Path.GetFileName(options.Train);
}
