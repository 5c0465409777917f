using Murmuration.Agent.Data;
using Murmuration.Kernels.Models;

namespace Murmuration.Agent.Checkpoints;

/// <summary>An agent's final weights as a safetensors file, one tensor per weight matrix and bias vector.</summary>
internal static class FinalWeights
{
    private const string ModelKey = "model";
    private const string StatisticsKey = "statistics";

    /// <summary>
    /// Writes the weights and the statistics that scale their inputs; returns the SHA-256 of the file.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="model">What the weights belong to.</param>
    /// <param name="weights">The flat vector.</param>
    /// <param name="statistics">The whole network's statistics of the training data.</param>
    /// <param name="origin">Where they come from: run, seed, rounds, topology.</param>
    public static string Write(
        string path,
        Model model,
        ReadOnlySpan<float> weights,
        FeatureStatistics statistics,
        IReadOnlyDictionary<string, string> origin)
    {
        var metadata = new Dictionary<string, string>(origin, StringComparer.Ordinal)
        {
            [ModelKey] = model.Description,
            [StatisticsKey] = Convert.ToBase64String(statistics.ToBytes()),
        };
        var tensors = model.Tensors.Select(t => new NamedTensor(t.Name, t.Shape)).ToList();
        return SafeTensors.Write(path, tensors, weights, metadata);
    }

    /// <summary>Reads weights for a model, and the statistics by which its inputs are scaled.</summary>
    /// <exception cref="CheckpointException">
    /// The file cannot be read or belongs to another model; both are named.
    /// </exception>
    public static TrainedWeights Read(string path, Model model)
    {
        var file = SafeTensors.Read(path);
        var found = file.Metadata.GetValueOrDefault(ModelKey, "an unnamed model");
        if (file.Values.Length != model.WeightCount || found != model.Description)
        {
            throw new CheckpointException(
                $"{path}: these are {file.Values.Length} weights of {found}; "
                + $"the run's model is {model.Description} with {model.WeightCount}");
        }

        var statistics = ReadStatistics(path, file);
        return statistics.InputCount == model.InputCount
            ? new TrainedWeights(file.Values, statistics)
            : throw new CheckpointException(
                $"{path}: statistics of {statistics.InputCount} inputs beside a model with {model.InputCount}: "
                + "the file is damaged");
    }

    private static FeatureStatistics ReadStatistics(string path, TensorFile file)
    {
        try
        {
            return FeatureStatistics.FromBytes(Convert.FromBase64String(file.Metadata[StatisticsKey]));
        }
        catch (Exception e) when (e is KeyNotFoundException or FormatException or DataException)
        {
            throw new CheckpointException($"{path}: the statistics of the training data are missing or malformed", e);
        }
    }
}
