using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data.Formats;

namespace Murmuration.Agent.Data;

/// <summary>Loading for a model that is trained already: every row counts, none is set aside.</summary>
internal static partial class DataLoader
{
    /// <summary>The rows of <see cref="DataOptions.Train"/> with their targets; of a scaling only <c>unit</c> is done.
    /// </summary>
    /// <exception cref="DataException">The file cannot be read or used.</exception>
    public static Dataset LoadRows(DataOptions options, string baseDirectory, LoadSettings? settings = null)
    {
        DataOptionsCheck.Require(options);
        var reading = new DataReading(
            options with { Cache = null }, baseDirectory, settings ?? LoadSettings.Default);
        var rows = DataFormats.Of(reading).Load(reading).Train;
        rows = options.Limit < rows.Count ? rows.Select([.. Enumerable.Range(0, options.Limit.Value)]) : rows;
        if (options.Scale == DataScale.Unit)
        {
            rows.ScaleInputs(UnitScaling.Instance);
        }

        return rows;
    }

    /// <summary>
    /// The inputs of the rows of <see cref="DataOptions.Train"/>: targets may be missing, and are passed over.
    /// </summary>
    /// <param name="options">What to load; of a scaling only <c>unit</c> is done.</param>
    /// <param name="baseDirectory">Where relative paths stand.</param>
    /// <param name="inputCount">Inputs that a row must have.</param>
    /// <param name="settings">Progress, and where rows go that do not fit into memory.</param>
    /// <exception cref="DataException">The file cannot be read, has other inputs, or exceeds the memory; or rows would
    /// be left out.</exception>
    public static InputRows LoadInputs(
        DataOptions options, string baseDirectory, int inputCount, LoadSettings? settings = null)
    {
        DataOptionsCheck.Require(options);
        if (options.Missing == MissingValues.Drop)
        {
            throw new DataException("data.missing = drop would shift the numbers of the rows that are predicted; fill "
                + "their gaps, or remove those rows first");
        }

        var reading = new DataReading(
            options with { Cache = null }, baseDirectory, settings ?? LoadSettings.Default);
        var (rows, image) = DataFormats.Of(reading).LoadInputs(reading, inputCount);
        if (rows.Width != inputCount)
        {
            throw new DataException(
                $"{options.Train}: has {rows.Width} inputs in a row, the model takes {inputCount}");
        }

        if (options.Scale == DataScale.Unit)
        {
            rows.Scale(UnitScaling.Instance);
        }

        return new InputRows(rows.InMemory.ToArray(), inputCount, image);
    }
}
