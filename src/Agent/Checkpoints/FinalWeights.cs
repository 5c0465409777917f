using Murmuration.Agent.Configuration;
using Murmuration.Agent.Models;
using Murmuration.Kernels.Models;

namespace Murmuration.Agent.Checkpoints;

/// <summary>
/// An agent's final weights as a safetensors file, one tensor per weight matrix and bias vector. The file describes
/// itself: the model is built again from its text entries alone.
/// </summary>
internal static class FinalWeights
{
    /// <summary>Writes the weights and all that is needed to use them; returns the SHA-256 of the file.</summary>
    public static string Write(string path, TrainedModel trained)
    {
        var tensors = trained.Model.Tensors.Select(t => new NamedTensor(t.Name, t.Shape)).ToList();
        return SafeTensors.Write(path, tensors, trained.Weights.Span, ModelMetadata.Write(trained));
    }

    /// <summary>Reads weights and builds their model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="scale">How inputs are scaled, for files of older versions, which do not say it.</param>
    /// <exception cref="CheckpointException">
    /// The file cannot be read, or does not say enough; the message names it and what is missing.
    /// </exception>
    public static TrainedModel Read(string path, DataScale? scale = null)
    {
        var file = SafeTensors.Read(path);
        try
        {
            var statistics = ModelMetadata.Statistics(file.Metadata);
            var model = ModelMetadata.Model(file.Metadata, statistics.InputCount);
            var meaning = ModelMetadata.Meaning(file.Metadata, statistics, model.OutputCount, scale);
            var weights = WeightTensors.Take(path, file, model);
            return new TrainedModel(model, weights, statistics, meaning, ModelMetadata.Origin(file.Metadata));
        }
        catch (FormatException e)
        {
            throw Unusable(path, e);
        }
    }

    /// <summary>Reads weights for the model of a run, whatever the file says of their meaning.</summary>
    /// <exception cref="CheckpointException">
    /// The file cannot be read or belongs to another model; both are named.
    /// </exception>
    public static TrainedModel Read(string path, Model model, ModelMeaning meaning)
    {
        var file = SafeTensors.Read(path);
        try
        {
            var found = ModelMetadata.Description(file.Metadata);
            if (found != model.Description)
            {
                throw new CheckpointException(
                    $"{path}: these are {file.Values.Length} weights of {found}; "
                    + $"the run's model is {model.Description} with {model.WeightCount}");
            }

            var weights = WeightTensors.Take(path, file, model);
            var statistics = ModelMetadata.Statistics(file.Metadata);
            return statistics.InputCount == model.InputCount
                ? new TrainedModel(model, weights, statistics, meaning, ModelMetadata.Origin(file.Metadata))
                : throw new FormatException(
                    $"statistics of {statistics.InputCount} inputs lie beside a model with {model.InputCount}");
        }
        catch (FormatException e)
        {
            throw Unusable(path, e);
        }
    }

    private static CheckpointException Unusable(string path, FormatException reason) =>
        new($"{path}: these weights cannot be used: {reason.Message}", reason);
}
