using Murmuration.Agent.Configuration;

namespace Murmuration.Agent.Data.Formats.Numpy;

/// <summary>The targets in an array of their own: one a row, several, or a class as a row with a single 1.</summary>
internal sealed class NumpyTargets
{
    private readonly NumpyRows _rows;
    private readonly bool _areOneHot;
    private readonly double[] _numbers;

    /// <summary>Begins with the first row.</summary>
    public NumpyTargets(NumpyRows rows, bool areOneHot)
    {
        (_rows, _areOneHot) = (rows, areOneHot);
        _numbers = new double[rows.Header.Width];
        var name = rows.Header.Name;
        Columns = areOneHot || _numbers.Length == 1
            ? [new TargetColumn(name, "row", "target")]
            : [.. _numbers.Index().Select(pair => new TargetColumn(name, "row", $"target {pair.Index}"))];
    }

    /// <summary>What has been added.</summary>
    public TargetColumn[] Columns { get; }

    /// <summary>Whether a target of the present row is missing.</summary>
    public bool IsMissing => Array.Exists(_numbers, double.IsNaN);

    /// <summary>Whether every row of an array of several columns is 0 but for a single 1, and may be a class.</summary>
    /// <exception cref="DataException">The array is damaged.</exception>
    public static bool AreOneHot(INumpySource source, DataReading reading) =>
        reading.Options.Task != DataTask.Regression && NumpyRows.Read(source, reading, rows =>
        {
            var row = new double[rows.Header.Width];
            var areOneHot = row.Length > 1;
            for (long k = 0; areOneHot && k < rows.Header.Count; k++)
            {
                rows.Read(row);
                areOneHot = row.Count(number => number == 1) == 1 && row.All(number => number is 0 or 1);
            }

            return areOneHot;
        });

    /// <summary>Goes to the next row.</summary>
    public void Read() => _rows.Read(_numbers);

    /// <summary>Adds the present row.</summary>
    /// <param name="row">Its index.</param>
    /// <exception cref="DataException">A target is missing.</exception>
    public void Add(long row)
    {
        if (IsMissing)
        {
            throw new DataException($"{_rows.Header.Name}: row {row}: a target is missing (NaN); data.missing = drop "
                + "leaves such rows out");
        }

        if (_areOneHot)
        {
            Columns[0].Add(Array.IndexOf(_numbers, 1), row);
            return;
        }

        for (var k = 0; k < _numbers.Length; k++)
        {
            Columns[k].Add(_numbers[k], row);
        }
    }

    /// <summary>Checks that nothing follows the last row.</summary>
    /// <exception cref="DataException">Something does.</exception>
    public void RequireEnd() => _rows.RequireEnd();
}
