using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data.Rows;

namespace Murmuration.Agent.Data.Formats.Numpy;

/// <summary>
/// An array that exceeds the memory but stands in its file as rows on the disk do: nothing is copied, the file itself
/// is read during training.
/// </summary>
internal static class MappedArray
{
    /// <summary>Whether an array is to be left in its file.</summary>
    /// <param name="source">Where it is.</param>
    /// <param name="header">What it is.</param>
    /// <param name="image">How its rows are taken.</param>
    /// <param name="limit">So many of its rows are wanted.</param>
    /// <param name="reading">The load.</param>
    public static bool Fits(
        INumpySource source, NpyHeader header, NumpyImage image, int limit, DataReading reading) =>
        header is { Type: var type, IsFortran: false }
        && type == NumpyType.Float32
        && image.Order is null
        && reading.Options.Missing == MissingValues.Error
        && Math.Min(header.Count, limit) * header.Width * sizeof(float) > reading.Room.Left
        && source.PlainPath is not null;

    /// <summary>Reads the targets, and checks that every number is finite.</summary>
    /// <exception cref="DataException">The array is damaged, or holds a number that is not finite.</exception>
    public static RawSet Read(string path, NumpyRows inputs, NumpyTargets targets, int limit)
    {
        var header = inputs.Header;
        var row = new double[header.Width];
        var count = (int)Math.Min(header.Count, limit);
        for (var k = 0; k < count; k++)
        {
            inputs.Read(row);
            if (Array.FindIndex(row, number => !double.IsFinite(number)) is >= 0 and var place)
            {
                throw NumpyReader.NotFinite(header, k, place, row[place]);
            }

            targets.Read();
            targets.Add(k);
        }

        if (count == header.Count)
        {
            inputs.RequireEnd();
            targets.RequireEnd();
        }

        var rows = new FileRows(DataFile.OpenRaw(path), path, header.Length, header.Width, count);
        return new RawSet(new StoredRows(null, rows), targets.Columns);
    }
}
