namespace Murmuration.Agent.Checkpoints;

/// <summary>A tensor as the header of a safetensors file describes it.</summary>
/// <param name="Dtype">Type of the values, such as F32.</param>
/// <param name="Shape">Extents, outermost first.</param>
/// <param name="DataOffsets">First byte, and the one behind the last, counted from the end of the header.</param>
internal sealed record TensorEntry(string Dtype, int[] Shape, long[] DataOffsets)
{
    /// <summary>First byte, −1 when the header does not give two offsets.</summary>
    public long Start => DataOffsets.Length == 2 ? DataOffsets[0] : -1;

    /// <summary>The byte behind the last.</summary>
    public long End => DataOffsets.Length == 2 ? DataOffsets[1] : -1;

    /// <summary>Whether the values have this type, and fill the tensor's bytes.</summary>
    public bool Holds(TensorType type) =>
        Dtype == type.ToString() && Shape.All(extent => extent >= 0)
        && End - Start == Shape.Aggregate((double)NamedTensor.SizeOf(type), (product, extent) => product * extent);
}
