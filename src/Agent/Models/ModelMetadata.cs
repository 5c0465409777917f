using System.Text.Json;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Models;
using Murmuration.Kernels.Models.Text;

namespace Murmuration.Agent.Models;

/// <summary>The text entries by which a file of weights describes itself; docs/models-out.md lists them.</summary>
internal static class ModelMetadata
{
    private const string ModelKey = "model";
    private const string StatisticsKey = "statistics";
    private const string ScaleKey = "scale";
    private const string LossKey = "loss";
    private const string ImageKey = "image";
    private const string ClassesKey = "classes";
    private const string TargetsKey = "standardizeTargets";
    private const int MostClasses = 1 << 20;

    private static readonly string[] Own =
        [ModelKey, StatisticsKey, ScaleKey, LossKey, ImageKey, ClassesKey, TargetsKey];

    /// <summary>The entries of a model, those of its origin among them.</summary>
    public static Dictionary<string, string> Write(TrainedModel trained)
    {
        var meaning = trained.Meaning;
        var entries = new Dictionary<string, string>(trained.Origin, StringComparer.Ordinal)
        {
            [ModelKey] = trained.Model.Description,
            [StatisticsKey] = Convert.ToBase64String(trained.Statistics.ToBytes()),
            [ScaleKey] = Name(meaning.Scale),
            [LossKey] = Name(meaning.Loss),
        };
        if (meaning.Image is { } image)
        {
            entries[ImageKey] = image.ToString();
        }

        if (meaning.ClassNames.Count > 0)
        {
            entries[ClassesKey] = JsonSerializer.Serialize(meaning.ClassNames);
        }
        else
        {
            entries[TargetsKey] = meaning.StandardizesTargets ? "true" : "false";
        }

        return entries;
    }

    /// <summary>The description of the model.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static string Description(IReadOnlyDictionary<string, string> entries) =>
        entries.GetValueOrDefault(ModelKey) ?? throw new FormatException("they do not say of which model they are");

    /// <summary>The statistics of the training data.</summary>
    /// <exception cref="FormatException">They are missing or malformed.</exception>
    public static FeatureStatistics Statistics(IReadOnlyDictionary<string, string> entries)
    {
        try
        {
            return FeatureStatistics.FromBytes(Convert.FromBase64String(entries[StatisticsKey]));
        }
        catch (Exception e) when (e is KeyNotFoundException or FormatException or DataException)
        {
            throw new FormatException("the statistics of the training data are missing or malformed", e);
        }
    }

    /// <summary>The model, built from its description.</summary>
    /// <exception cref="FormatException">The description is of no model with these inputs.</exception>
    public static Model Model(IReadOnlyDictionary<string, string> entries, int inputs)
    {
        var description = Description(entries);
        try
        {
            return ModelDescription.Read(description, inputs);
        }
        catch (FormatException e)
        {
            var beginning = description.Length <= 60 ? description : $"{description[..60]}…";
            throw new FormatException($"the model '{beginning}' cannot be built: {e.Message}", e);
        }
    }

    /// <summary>What the model means.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="statistics">Those among them.</param>
    /// <param name="outputs">Outputs of the model.</param>
    /// <param name="scale">How inputs are scaled, for a file of an older version that does not say so itself.</param>
    /// <exception cref="FormatException">An entry is malformed, or contradicts another.</exception>
    public static ModelMeaning Meaning(
        IReadOnlyDictionary<string, string> entries, FeatureStatistics statistics, int outputs, DataScale? scale)
    {
        var meaning = new ModelMeaning
        {
            Scale = Value<DataScale>(entries, ScaleKey) ?? scale ?? throw new FormatException(
                "an older version wrote them and did not say how inputs are scaled; give --scale, as data.scale"),
            Loss = Value<LossKind>(entries, LossKey) ?? UsualLoss(statistics.ClassCount, outputs),
            Image = entries.TryGetValue(ImageKey, out var image) ? Image(image) : null,
            ClassNames = entries.TryGetValue(ClassesKey, out var names)
                ? Classes(names)
                : [.. Enumerable.Range(0, Math.Min(statistics.ClassCount, MostClasses)).Select(label => $"{label}")],
            StandardizesTargets = entries.GetValueOrDefault(TargetsKey) != "false",
        };
        RequireFit(meaning, statistics, outputs);
        return meaning;
    }

    /// <summary>The entries that say where the weights come from.</summary>
    public static Dictionary<string, string> Origin(IReadOnlyDictionary<string, string> entries) =>
        entries.Where(entry => !Own.Contains(entry.Key)).ToDictionary(StringComparer.Ordinal);

    /// <summary>A value as run files write it.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum =>
        JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static T? Value<T>(IReadOnlyDictionary<string, string> entries, string key)
        where T : struct, Enum
    {
        if (!entries.TryGetValue(key, out var text))
        {
            return null;
        }

        // The first value of these is 'auto', which no file says.
        var values = Enum.GetValues<T>().Skip(1).Where(value => Name(value) == text).ToList();
        return values.Count == 1 ? values[0] : throw new FormatException($"the entry '{key}' is '{text}'");
    }

    private static LossKind UsualLoss(int classes, int outputs) =>
        classes == 0 ? LossKind.Squared : outputs < classes ? LossKind.Logistic : LossKind.SoftmaxCrossEntropy;

    private static ImageShape Image(string text)
    {
        var extents = text.Split('x').Select(part => int.TryParse(part, out var extent) ? extent : 0).ToArray();
        return extents is [> 0 and var channels, > 0 and var height, > 0 and var width]
            && (double)channels * height * width <= int.MaxValue
            ? new ImageShape(channels, height, width)
            : throw new FormatException($"the entry '{ImageKey}' is '{text}'");
    }

    private static string[] Classes(string text)
    {
        try
        {
            var names = JsonSerializer.Deserialize<string?[]>(text) ?? [];
            return Array.ConvertAll(names, name => name ?? throw new FormatException("a class has no name"));
        }
        catch (JsonException e)
        {
            throw new FormatException($"the entry '{ClassesKey}' is no list of names", e);
        }
    }

    private static void RequireFit(ModelMeaning meaning, FeatureStatistics statistics, int outputs)
    {
        var expected = meaning.Outputs switch
        {
            OutputKind.Logistic => 1,
            OutputKind.Values => statistics.TargetCount,
            _ => meaning.ClassNames.Count,
        };
        if (outputs != expected
            || meaning.ClassNames.Count != statistics.ClassCount
            || (meaning.Outputs == OutputKind.Logistic && meaning.ClassNames.Count != 2)
            || (meaning.Outputs == OutputKind.Values && meaning.Loss != LossKind.Squared)
            || (meaning.Image is { } image && image.Count != statistics.InputCount)
            || (meaning.Scale == DataScale.Channels && meaning.Image is null))
        {
            throw new FormatException("the entries about inputs, outputs and classes contradict each other");
        }
    }
}
