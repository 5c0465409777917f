namespace Murmuration.Agent.Checkpoints;

/// <summary>A tensor's name and shape; its values lie row-major.</summary>
internal sealed record NamedTensor(string Name, IReadOnlyList<int> Shape)
{
    /// <summary>Number of values.</summary>
    public long Length => Shape.Aggregate(1L, (product, extent) => product * extent);
}
