namespace Murmuration.Agent.Data.Formats;

/// <summary>The classes of a target: numbers in their order, names in theirs, or in the order that was given.</summary>
internal sealed class LabelCode
{
    private const int MostNumberClasses = 100;

    private readonly Dictionary<string, int> _labels;

    private LabelCode(IEnumerable<string> names, int least)
    {
        Names = [.. names];
        _labels = Names.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        Names = [.. Names, .. Enumerable.Range(Names.Length, Math.Max(0, least - Names.Length)).Select(Unseen)];
    }

    /// <summary>Class names in label order.</summary>
    public string[] Names { get; }

    /// <summary>Label of a target text, or null where it has none; "1" and "1.0" are the same class.</summary>
    public int? LabelOf(string target) =>
        _labels.TryGetValue(FieldText.Normal(target), out var label) ? label : null;

    /// <summary>
    /// Whether targets look like classes: text, or whole numbers 0..k−1, 1..k or −1/+1. Other whole numbers (a rating
    /// 3..8) are taken for amounts, and so is a column of numbers with a few misprints, which are then told.
    /// </summary>
    public static bool LooksLikeClasses(IReadOnlyCollection<string> targets)
    {
        if (!targets.All(FieldText.IsNumber))
        {
            return AreMostlyText(targets);
        }

        var values = targets.Select(Number).Distinct().Order().ToArray();
        return values is [-1, 1]
            || (values.Length is >= 2 and <= MostNumberClasses
                && values[0] is 0 or 1
                && values[^1] == values[0] + values.Length - 1
                && values.All(double.IsInteger));
    }

    /// <summary>Whether at least half of the texts are no numbers.</summary>
    public static bool AreMostlyText(IReadOnlyCollection<string> targets) =>
        targets.Count(FieldText.IsNumber) <= targets.Count / 2;

    /// <summary>The classes that were given by name.</summary>
    public static LabelCode Of(IEnumerable<string> names) => new(names.Select(FieldText.Normal), least: 2);

    /// <summary>
    /// Orders the distinct targets. With a given number of classes, numbers 0 … classes − 1 are labels as they are, and
    /// so are 1 … classes and −1 and +1, also where some do not occur in this agent's file.
    /// </summary>
    public static LabelCode Of(IReadOnlyCollection<string> targets, int? classes, string source)
    {
        var usual = classes is null ? null : Usual(classes.Value)
            .FirstOrDefault(names => targets.All(target => names.Contains(FieldText.Normal(target))));
        if (usual is not null)
        {
            return new LabelCode(usual, least: 2);
        }

        var names = targets.Select(FieldText.Normal).Distinct(StringComparer.Ordinal).ToList();
        if (names.Count > (classes ?? int.MaxValue))
        {
            throw new DataException(
                $"{source}: the target has {names.Count} different values, data.classes is {classes}");
        }

        var ordered = names.TrueForAll(FieldText.IsNumber)
            ? names.OrderBy(Number)
            : names.Order(StringComparer.Ordinal);
        return new LabelCode(ordered, Math.Max(classes ?? 0, 2));
    }

    private static string Unseen(int label) => $"unseen {label}";

    private static double Number(string target) => FieldText.TryParse(target, out var number) ? number : double.NaN;

    private static IEnumerable<string[]> Usual(int classes)
    {
        yield return [.. Enumerable.Range(0, classes).Select(label => $"{label}")];
        yield return [.. Enumerable.Range(1, classes).Select(label => $"{label}")];
        if (classes == 2)
        {
            yield return ["-1", "1"];
        }
    }
}
