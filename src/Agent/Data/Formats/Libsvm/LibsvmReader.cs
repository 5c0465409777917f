using System.Text;
using Murmuration.Agent.Data.Rows;

namespace Murmuration.Agent.Data.Formats.Libsvm;

/// <summary>Reads the lines of a file into rows of all inputs; every fault is named with its line.</summary>
internal sealed class LibsvmReader(string path, Stream stream)
{
    private readonly LineReader _lines = new(stream, path);

    /// <summary>The largest index in a file; 0 where all rows are empty.</summary>
    /// <exception cref="DataException">A line cannot be understood.</exception>
    public int FindLargestIndex(int limit)
    {
        var largest = 0L;
        for (var count = 0; count < limit && _lines.Read();)
        {
            var line = new LibsvmLine(_lines.Line);
            if (line.Label.IsEmpty)
            {
                continue;
            }

            for (var pair = line.Next(); !pair.IsEmpty; pair = line.Next())
            {
                largest = Math.Max(largest, Parse(pair).Index);
            }

            count++;
        }

        return (int)largest;
    }

    /// <summary>Reads at most <paramref name="limit"/> rows.</summary>
    /// <exception cref="DataException">A line cannot be understood, or has an index beyond the inputs.</exception>
    public void Read(RawSet rows, int inputCount, int limit)
    {
        var row = new float[inputCount];
        while (rows.Count < limit && _lines.Read())
        {
            var line = new LibsvmLine(_lines.Line);
            if (!line.Label.IsEmpty)
            {
                Fill(ref line, row);
                rows.Targets[0].Add(ParseLabel(line.Label), _lines.Number);
                rows.Add(row);
            }
        }
    }

    private void Fill(ref LibsvmLine line, Span<float> row)
    {
        row.Clear();
        var previous = 0L;
        for (var pair = line.Next(); !pair.IsEmpty; pair = line.Next())
        {
            var (index, value) = Parse(pair);
            if (index > row.Length)
            {
                throw At($"index {index} lies beyond the {row.Length} inputs (data.inputs, or what the model takes)");
            }

            if (index <= previous)
            {
                throw At($"index {index} follows index {previous}; indices must ascend");
            }

            row[(int)index - 1] = (float)value;
            previous = index;
        }
    }

    private double ParseLabel(ReadOnlySpan<byte> label) => LibsvmLine.TryParse(label, out var number)
        ? number
        : throw At($"the label {Quote(label)} is not a number");

    private (long Index, double Value) Parse(ReadOnlySpan<byte> pair)
    {
        if (!LibsvmLine.TryParse(pair, out var index, out var value) || !float.IsFinite((float)value))
        {
            throw At($"{Quote(pair)} is not INDEX:VALUE with a finite value");
        }

        return index switch
        {
            0 => throw At("index 0; indices count from 1 here, so write the file with zero_based=False"),
            < 0 or > RowSink.WidestRow => throw At($"index {index} does not lie in 1 … {RowSink.WidestRow:N0}"),
            _ => (index, value),
        };
    }

    private static string Quote(ReadOnlySpan<byte> text) => FieldText.Quote(Encoding.UTF8.GetString(text));

    private DataException At(string problem) => new($"{path}: line {_lines.Number}: {problem}");
}
