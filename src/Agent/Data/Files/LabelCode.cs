using System.Globalization;
using Murmuration.Agent.Configuration;

namespace Murmuration.Agent.Data.Files;

/// <summary>The classes of a table's target: numbers in their order, or names in theirs.</summary>
internal sealed class LabelCode
{
    private const int MostNumberClasses = 100;

    private readonly Dictionary<string, int> _labels;

    private LabelCode(string[] names, Dictionary<string, int> labels)
    {
        Names = names;
        _labels = labels;
    }

    /// <summary>Class names in label order.</summary>
    public string[] Names { get; }

    /// <summary>Label of a target text.</summary>
    public int this[string target] => _labels[target];

    /// <summary>
    /// Whether targets look like classes: text, or whole numbers 0..k−1, 1..k or −1/+1. Other whole numbers (a rating
    /// 3..8) are taken for amounts, and so is a column of numbers with a few misprints, which are then told.
    /// </summary>
    public static bool LooksLikeClasses(IReadOnlyCollection<string> targets)
    {
        var numberCount = targets.Count(IsNumber);
        if (numberCount < targets.Count)
        {
            return numberCount <= targets.Count / 2;
        }

        var values = targets.Select(Number).Distinct().Order().ToArray();
        return values is [-1, 1]
            || (values.Length is >= 2 and <= MostNumberClasses
                && values[0] is 0 or 1
                && values[^1] == values[0] + values.Length - 1
                && values.All(double.IsInteger));
    }

    /// <summary>
    /// Orders the distinct targets. With a given number of classes, numbers 0 … classes − 1 are labels as they are,
    /// also where some do not occur in this agent's file.
    /// </summary>
    public static LabelCode Create(IReadOnlyCollection<string> targets, int? classes, string path)
    {
        if (classes is { } given && targets.All(target => IsLabel(target, given)))
        {
            var numbers = targets.ToDictionary(text => text, text => (int)Number(text), StringComparer.Ordinal);
            return new LabelCode([.. Enumerable.Range(0, given).Select(label => $"{label}")], numbers);
        }

        var groups = targets.All(IsNumber)
            ? targets.GroupBy(Number).OrderBy(group => group.Key).Select(group => group.ToArray()).ToArray()
            : [.. targets.Order(StringComparer.Ordinal).Select(target => new[] { target })];
        if (groups.Length > (classes ?? int.MaxValue))
        {
            throw new DataException(
                $"{path}: the target has {groups.Length} different values, data.classes is {classes}");
        }

        // "1" and "1.0" are the same class.
        var labels = groups.SelectMany((group, label) => group.Select(target => (target, label)));
        var names = groups.Select(group => group[0]).ToList();
        while (names.Count < Math.Max(classes ?? 0, 2))
        {
            names.Add($"unseen {names.Count}");
        }

        var code = labels.ToDictionary(pair => pair.target, pair => pair.label, StringComparer.Ordinal);
        return new LabelCode([.. names], code);
    }

    private static bool IsNumber(string target) =>
        double.TryParse(target, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && double.IsFinite(value);

    private static double Number(string target) =>
        double.Parse(target, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static bool IsLabel(string target, int classes) =>
        IsNumber(target) && double.IsInteger(Number(target)) && Number(target) >= 0 && Number(target) < classes;
}
