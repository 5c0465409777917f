using System.Runtime.InteropServices;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data.Formats;
using Murmuration.Agent.Data.Rows;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Data;

/// <summary>
/// What is noted beside kept rows: all of a set but its rows and targets, and what the rows come from.
/// </summary>
internal sealed record KeptSet
{
    /// <summary>The options that the rows are an answer to.</summary>
    public required string Key { get; init; }

    /// <summary>The files that were read.</summary>
    public required IReadOnlyList<KeptSource> Sources { get; init; }

    /// <summary>Whether test rows are kept in a second file.</summary>
    public required bool HasTest { get; init; }

    /// <summary><see cref="LoadedSets.Scale"/>.</summary>
    public required DataScale Scale { get; init; }

    /// <summary><see cref="LoadedSets.Dialect"/>.</summary>
    public required string Dialect { get; init; }

    /// <summary><see cref="LoadedSets.Dropped"/>.</summary>
    public required int Dropped { get; init; }

    /// <summary>Names of the classes; empty for regression.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>Regression targets in a row.</summary>
    public required int TargetCount { get; init; }

    /// <summary>Names of the inputs.</summary>
    public required IReadOnlyList<string> InputNames { get; init; }

    /// <summary>Names of the targets.</summary>
    public required IReadOnlyList<string> TargetNames { get; init; }

    /// <summary>Channels, height and width of an image; empty where rows are none.</summary>
    public required IReadOnlyList<int> Image { get; init; }

    /// <summary>The notes on a set.</summary>
    public static KeptSet Of(Dataset set, LoadedSets sets, string key, IEnumerable<KeptSource> sources) => new()
    {
        Key = key,
        Sources = [.. sources],
        HasTest = sets.Test is not null,
        Scale = sets.Scale,
        Dialect = sets.Dialect,
        Dropped = sets.Dropped,
        ClassNames = set.ClassNames,
        TargetCount = set.TargetCount,
        InputNames = set.InputNames,
        TargetNames = set.TargetNames,
        Image = set.Image is { } image ? [image.Channels, image.Height, image.Width] : [],
    };

    /// <summary>The set with these notes.</summary>
    public Dataset ToDataset(FileRows rows, float[] targets)
    {
        var inputs = InputStore.Of(new StoredRows(null, rows), rows.Width);
        ImageShape? image = Image is [var channels, var height, var width] ? new(channels, height, width) : null;
        var set = ClassNames.Count > 0
            ? Dataset.ForClasses(
                inputs, [.. MemoryMarshal.Cast<float, int>(targets)], ClassNames.Count, ClassNames, image)
            : Dataset.ForRegression(inputs, targets, TargetCount, image);
        return set.Named(InputNames, TargetNames);
    }
}
