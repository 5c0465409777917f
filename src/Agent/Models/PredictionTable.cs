using CsvHelper;
using Murmuration.Agent.Data;

namespace Murmuration.Agent.Models;

/// <summary>
/// Predictions as CSV, a line per row: its number from 0, the target where it is known, the predicted class or values,
/// and for classes a number each.
/// </summary>
internal sealed class PredictionTable : IDisposable
{
    private readonly CsvWriter _csv;
    private readonly ModelMeaning _meaning;
    private readonly OutputReader _reader;
    private readonly Dataset? _known;
    private readonly double[] _values;

    /// <summary>Writes the names of the columns.</summary>
    /// <param name="writer">Receives the lines; stays open.</param>
    /// <param name="trained">The model.</param>
    /// <param name="known">The rows with their targets, not scaled; null where there are none.</param>
    public PredictionTable(TextWriter writer, TrainedModel trained, Dataset? known)
    {
        _csv = CsvWriter.Create(writer, CsvWriterOptions.Default with { NewLine = "\n" }, leaveOpen: true);
        (_meaning, _known) = (trained.Meaning, known);
        _reader = new OutputReader(_meaning, _meaning.CreateStandardizer(trained.Statistics));
        _values = new double[trained.ValueCount];
        _csv.WriteRecord([.. Header()]);
    }

    /// <summary>Number of rows so far.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a row.</summary>
    public void Add(int row, ReadOnlySpan<float> outputs, double loss)
    {
        Count++;
        _csv.WriteField(row);
        WriteTarget(row);
        if (_meaning.ClassNames.Count > 0)
        {
            _csv.WriteField(_meaning.ClassNames[_reader.Label(outputs)]);
        }

        _reader.Read(outputs, _values);
        foreach (var value in _values)
        {
            _csv.WriteField((float)value);
        }

        _csv.EndRecord();
    }

    /// <inheritdoc/>
    public void Dispose() => _csv.Dispose();

    private IEnumerable<string> Header()
    {
        yield return "row";
        var number = _meaning.Outputs == OutputKind.Scores ? "score" : "probability";
        var targets = _meaning.Outputs == OutputKind.Values ? Numbered(_values.Length) : [""];
        foreach (var target in _known is null ? [] : targets)
        {
            yield return $"target{target}";
        }

        foreach (var target in targets)
        {
            yield return $"predicted{target}";
        }

        foreach (var name in _meaning.ClassNames)
        {
            yield return $"{number} {name}";
        }
    }

    /// <summary>Nothing behind the name of a single target.</summary>
    private static string[] Numbered(int count) =>
        count == 1 ? [""] : [.. Enumerable.Range(0, count).Select(target => $" {target}")];

    private void WriteTarget(int row)
    {
        if (_known is { IsClassification: true })
        {
            _csv.WriteField(_known.ClassNames[_known.Labels[row]]);
        }
        else if (_known is not null)
        {
            foreach (var target in _known.TargetsOf(row))
            {
                _csv.WriteField(target);
            }
        }
    }
}
