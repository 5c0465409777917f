using Murmuration.Agent.Configuration;

namespace Murmuration.Agent.Data.Formats.Numpy;

/// <summary>Reads the rows of one array together with their targets from another.</summary>
internal sealed class NumpyReader
{
    private readonly NumpyRows _inputs;
    private readonly NumpyTargets? _targets;
    private readonly int[]? _order;
    private readonly bool _dropsMissing;
    private readonly double[] _numbers;
    private readonly float[] _row;
    private readonly RawSet _rows;

    private NumpyReader(
        NumpyRows inputs, NumpyTargets? targets, NumpyImage image, bool dropsMissing, RawSet rows)
    {
        (_inputs, _targets, _order, _dropsMissing, _rows) = (inputs, targets, image.Order, dropsMissing, rows);
        _numbers = new double[inputs.Header.Width];
        _row = new float[inputs.Header.Width];
    }

    /// <summary>Reads at most <paramref name="limit"/> rows.</summary>
    /// <exception cref="DataException">An array is damaged, or holds a number that is not finite.</exception>
    public static RawSet Read(
        DataReading reading, INumpySource inputs, INumpySource targets, NumpyImage image, int limit)
    {
        var areOneHot = NumpyTargets.AreOneHot(targets, reading);
        return NumpyRows.Read(targets, reading, y => NumpyRows.Read(inputs, reading, x =>
        {
            RequireSameCount(x.Header, y.Header);
            var rows = new NumpyTargets(y, areOneHot);
            return MappedArray.Fits(inputs, x.Header, image, limit, reading)
                ? MappedArray.Read(inputs.PlainPath!, x, rows, limit)
                : Read(reading, x, rows, image, limit);
        }));
    }

    /// <summary>Reads the inputs alone.</summary>
    /// <exception cref="DataException">The array is damaged, or holds a number that is not finite.</exception>
    public static RawSet ReadInputs(DataReading reading, INumpySource inputs, NumpyImage image) =>
        NumpyRows.Read(inputs, reading, x => Read(reading, x, targets: null, image, reading.Limit));

    private static RawSet Read(
        DataReading reading, NumpyRows inputs, NumpyTargets? targets, NumpyImage image, int limit)
    {
        var rows = new RawSet(reading.Collect(inputs.Header.Width, inputs.Header.Name), targets?.Columns ?? []);
        try
        {
            var dropsMissing = reading.Options.Missing == MissingValues.Drop;
            return new NumpyReader(inputs, targets, image, dropsMissing, rows).Read(limit);
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    private static void RequireSameCount(NpyHeader inputs, NpyHeader targets)
    {
        if (inputs.Count != targets.Count)
        {
            throw new DataException(
                $"{targets.Name}: has {targets.Count} rows, but {inputs.Name} has {inputs.Count}");
        }
    }

    private RawSet Read(int limit)
    {
        for (long row = 0; row < _inputs.Header.Count; row++)
        {
            if (_rows.Count == limit)
            {
                return _rows;
            }

            _inputs.Read(_numbers);
            _targets?.Read();
            if (_dropsMissing && (_targets?.IsMissing is true || Array.Exists(_numbers, double.IsNaN)))
            {
                _rows.Dropped++;
                continue;
            }

            Convert(row);
            _targets?.Add(row);
            _rows.Add(_row);
        }

        _inputs.RequireEnd();
        _targets?.RequireEnd();
        return _rows;
    }

    private void Convert(long row)
    {
        for (var k = 0; k < _row.Length; k++)
        {
            var place = _order is null ? k : _order[k];
            _row[k] = (float)_numbers[place];
            if (!float.IsFinite(_row[k]))
            {
                throw NotFinite(_inputs.Header, row, place, _numbers[place]);
            }
        }
    }

    /// <summary>What is told of an element that is no finite number.</summary>
    public static DataException NotFinite(NpyHeader header, long row, int place, double number) => new(
        $"{header.Name}: row {row}, number {place} of its row (both counted from 0): {number} is not a finite float32"
        + (double.IsNaN(number) ? "; data.missing = drop leaves such rows out" : ""));
}
