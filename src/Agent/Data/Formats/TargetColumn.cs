using Murmuration.Agent.Configuration;

namespace Murmuration.Agent.Data.Formats;

/// <summary>
/// A target of all rows, four bytes each: the number of a text as long as there are few different ones, which may be
/// classes; numbers once there are too many for that.
/// </summary>
/// <param name="source">Where the rows come from, for errors.</param>
/// <param name="unit">What a position counts: line, row.</param>
/// <param name="name">The column.</param>
internal sealed class TargetColumn(string source, string unit, string name)
{
    private const int MostTexts = 10_000;

    private readonly Dictionary<string, int> _codeOf = new(StringComparer.Ordinal);
    private readonly List<(string Text, long Position)> _texts = [];
    private readonly List<int> _codes = [];
    private readonly List<float> _numbers = [];
    private bool _isNumeric;

    /// <summary>Where the rows come from.</summary>
    public string Source => source;

    /// <summary>The column.</summary>
    public string Name => name;

    /// <summary>Rows so far.</summary>
    public int Count => _isNumeric ? _numbers.Count : _codes.Count;

    /// <summary>
    /// The different texts, or null where they are too many. Where every one ends in a dot, as in test files of UCI,
    /// the dot is none of it.
    /// </summary>
    public IReadOnlyList<string>? Texts => _isNumeric ? null : PlainTexts();

    /// <summary>Adds the target of a row.</summary>
    public void Add(string text, long position)
    {
        if (_isNumeric)
        {
            _numbers.Add(ParseAt(text, position));
            return;
        }

        if (!_codeOf.TryGetValue(text, out var code))
        {
            code = _texts.Count;
            _codeOf[text] = code;
            _texts.Add((text, position));
        }

        _codes.Add(code);
        if (_texts.Count > MostTexts)
        {
            BecomeNumeric();
        }
    }

    /// <summary>Adds the target of a row of numbers.</summary>
    public void Add(double number, long position) => Add(FieldText.Normal(number), position);

    /// <summary>The targets as numbers.</summary>
    /// <exception cref="DataException">One is none; the first is named.</exception>
    public float[] ToNumbers()
    {
        if (_isNumeric)
        {
            return [.. _numbers];
        }

        float[] numbers = [.. _texts.Select(text => ParseAt(text.Text, text.Position))];
        return [.. _codes.Select(code => numbers[code])];
    }

    /// <summary>The targets as labels.</summary>
    /// <exception cref="DataException">One has no label; the first is named.</exception>
    public int[] ToLabels(LabelCode code)
    {
        int[] labels = [.. PlainTexts().Select((text, index) => code.LabelOf(text) ?? throw At(
            _texts[index].Position,
            $"{FieldText.Quote(text)} is none of the {code.Names.Length} values that data.categories lists"))];
        return [.. _codes.Select(text => labels[text])];
    }

    private List<string> PlainTexts()
    {
        var endInDots = _texts.TrueForAll(text => text.Text.EndsWith('.'))
            && _texts.Exists(text => !FieldText.IsNumber(text.Text));
        return [.. _texts.Select(text => endInDots ? text.Text[..^1] : text.Text)];
    }

    private void BecomeNumeric()
    {
        if (LabelCode.AreMostlyText([.. _texts.Select(text => text.Text)]))
        {
            throw new DataException(
                $"{source}: column '{name}' has more than {MostTexts:N0} different texts, too many for classes; "
                + "name the target column in data.target");
        }

        _numbers.AddRange(ToNumbers());
        _isNumeric = true;
        _codes.Clear();
        _texts.Clear();
        _codeOf.Clear();
    }

    private float ParseAt(string text, long position) =>
        FieldText.TryParse(text, out var number) && float.IsFinite((float)number)
            ? (float)number
            : throw At(position, FieldText.ProblemOf(text));

    private DataException At(long position, string problem) =>
        new($"{source}: {unit} {position}, column '{name}': {problem}");
}
