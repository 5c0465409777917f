using Murmuration.Agent.Data.Formats;
using Murmuration.Agent.Data.Formats.Tables;

namespace Murmuration.Agent.Data.Checks;

/// <summary>What the fields of one column are, counted in one pass.</summary>
internal sealed class ColumnSurvey(string name)
{
    /// <summary>Most different words that are remembered.</summary>
    public const int MostWords = 1000;

    private readonly SortedDictionary<string, long> _words = new(StringComparer.Ordinal);
    private double _squares;

    /// <summary>The column.</summary>
    public string Name => name;

    /// <summary>Fields that hold a finite number.</summary>
    public long Numbers { get; private set; }

    /// <summary>Fields without a value.</summary>
    public long Missing { get; private set; }

    /// <summary>Place of the first field without a value; 0 where there is none.</summary>
    public long FirstMissing { get; private set; }

    /// <summary>Fields that hold something else.</summary>
    public long Others { get; private set; }

    /// <summary>Place and text of the first field that holds something else.</summary>
    public (long Position, string Text)? FirstOther { get; private set; }

    /// <summary>The different words with their counts, in their order.</summary>
    public IReadOnlyDictionary<string, long> Words => _words;

    /// <summary>Whether there are more different words than are remembered.</summary>
    public bool HasMoreWords { get; private set; }

    /// <summary>Smallest number.</summary>
    public double Smallest { get; private set; } = double.PositiveInfinity;

    /// <summary>Largest number.</summary>
    public double Largest { get; private set; } = double.NegativeInfinity;

    /// <summary>Mean of the numbers.</summary>
    public double Mean { get; private set; }

    /// <summary>Standard deviation of the numbers.</summary>
    public double Deviation => Numbers == 0 ? 0 : Math.Sqrt(_squares / Numbers);

    /// <summary>Whether every number is one more than that above it, as row numbers are.</summary>
    public bool CountsRows { get; private set; } = true;

    /// <summary>Whether the column is one of words: at least half of its values are no numbers.</summary>
    public bool IsWords => Others > 0 && Others >= Numbers;

    /// <summary>Whether there is a single value.</summary>
    public bool IsConstant => IsWords
        ? Numbers == 0 && Words.Count == 1 && !HasMoreWords
        : Numbers > 0 && Smallest == Largest;

    /// <summary>Counts a field.</summary>
    public void Add(ITableRecords record, int field)
    {
        if (record.TryGetNumber(field, out var number))
        {
            Add(number);
            return;
        }

        var text = record[field];
        CountsRows = false;
        if (FieldText.IsMissing(text))
        {
            FirstMissing = Missing++ == 0 ? record.Position : FirstMissing;
            return;
        }

        FirstOther ??= (record.Position, text);
        Others++;
        AddWord(text);
    }

    private void Add(double number)
    {
        CountsRows &= Numbers == 0 || number == Largest + 1;
        Numbers++;
        (Smallest, Largest) = (Math.Min(Smallest, number), Math.Max(Largest, number));
        var step = number - Mean;
        Mean += step / Numbers;
        _squares += step * (number - Mean);
    }

    private void AddWord(string text)
    {
        if (_words.TryGetValue(text, out var count))
        {
            _words[text] = count + 1;
        }
        else if (_words.Count < MostWords)
        {
            _words[text] = 1;
        }
        else
        {
            HasMoreWords = true;
        }
    }
}
