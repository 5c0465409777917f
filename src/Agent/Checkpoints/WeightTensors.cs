using Murmuration.Kernels.Models;

namespace Murmuration.Agent.Checkpoints;

/// <summary>A model's weights among the tensors of a file, found by name whatever their order.</summary>
internal static class WeightTensors
{
    /// <summary>What begins the names of tensors that are no weights: those of <see cref="Models.SafeTensorsFormat"/>.
    /// </summary>
    public const string ScalePrefix = "scale.";

    private const int MostNamed = 8;

    /// <summary>The flat vector of the model.</summary>
    /// <exception cref="CheckpointException">
    /// A tensor is missing, has another shape, or belongs to no layer; the message names it and both shapes.
    /// </exception>
    public static float[] Take(string path, TensorFile file, Model model)
    {
        // No memory is taken for a model before the file is seen to hold its weights.
        var (found, parts) = (Places(file), new List<(int Start, int Length)>());
        foreach (var wanted in model.Tensors)
        {
            var (tensor, start) = Find(found, wanted.Name) ?? throw new CheckpointException(
                $"{path}: has no tensor '{wanted.Name}' of shape {Text(wanted.Shape)}, which {Short(model)} needs; "
                + $"it has {Names(file)}");
            if (!tensor.Shape.SequenceEqual(wanted.Shape))
            {
                throw new CheckpointException(
                    $"{path}: tensor '{tensor.Name}' has shape {Text(tensor.Shape)}, "
                    + $"{Short(model)} needs {Text(wanted.Shape)}");
            }

            found.Remove(tensor.Name);
            parts.Add((start, (int)tensor.Length));
        }

        var foreign = found.Keys.FirstOrDefault(name => !name.StartsWith(ScalePrefix, StringComparison.Ordinal));
        return foreign is null
            ? Join(file.Values, parts)
            : throw new CheckpointException(
                $"{path}: tensor '{foreign}' of shape {Text(found[foreign].Tensor.Shape)} belongs to no layer of "
                + Short(model));
    }

    private static float[] Join(float[] values, List<(int Start, int Length)> parts)
    {
        var weights = new float[parts.Sum(part => part.Length)];
        var filled = 0;
        foreach (var (start, length) in parts)
        {
            values.AsSpan(start, length).CopyTo(weights.AsSpan(filled));
            filled += length;
        }

        return weights;
    }

    private static Dictionary<string, (NamedTensor Tensor, int Start)> Places(TensorFile file)
    {
        var places = new Dictionary<string, (NamedTensor, int)>(StringComparer.Ordinal);
        var start = 0;
        foreach (var tensor in file.Tensors)
        {
            places[tensor.Name] = (tensor, start);
            start += (int)tensor.Length;
        }

        return places;
    }

    /// <summary>Older versions called the tensors of a norm <c>scale</c> and <c>shift</c>.</summary>
    private static (NamedTensor Tensor, int Start)? Find(
        Dictionary<string, (NamedTensor Tensor, int Start)> found, string name)
    {
        if (found.TryGetValue(name, out var place))
        {
            return place;
        }

        var older = name.EndsWith(".weight", StringComparison.Ordinal)
            ? $"{name[..^".weight".Length]}.scale"
            : $"{name[..^".bias".Length]}.shift";
        return found.TryGetValue(older, out place) ? place : null;
    }

    private static string Names(TensorFile file)
    {
        var names = string.Join(", ", file.Tensors.Take(MostNamed).Select(tensor => $"'{tensor.Name}'"));
        return file.Tensors.Count switch { 0 => "none", > MostNamed => $"{names}, …", _ => names };
    }

    private static string Short(Model model)
    {
        var text = model.Description;
        return $"the model {(text.Length <= 80 ? text : text[..80] + "…")}";
    }

    private static string Text(IReadOnlyList<int> shape) => $"[{string.Join(", ", shape)}]";
}
