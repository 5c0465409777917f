namespace Murmuration.Agent.Checkpoints;

/// <summary>What a safetensors file holds.</summary>
/// <param name="Tensors">Names and shapes in the order of the values.</param>
/// <param name="Values">All values, one tensor behind the other.</param>
/// <param name="Metadata">The file's text entries.</param>
internal sealed record TensorFile(
    IReadOnlyList<NamedTensor> Tensors, float[] Values, IReadOnlyDictionary<string, string> Metadata);
