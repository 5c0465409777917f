namespace Murmuration.Agent.Checkpoints;

/// <summary>A tensor's name, shape and type; its values lie row-major.</summary>
internal sealed record NamedTensor(string Name, IReadOnlyList<int> Shape, TensorType Type = TensorType.F32)
{
    /// <summary>Number of values.</summary>
    public long Length => Shape.Aggregate(1L, (product, extent) => product * extent);

    /// <summary>Bytes of the values.</summary>
    public long ByteLength => Length * SizeOf(Type);

    /// <summary>Bytes of one value.</summary>
    public static int SizeOf(TensorType type) => type switch
    {
        TensorType.F64 => sizeof(double),
        TensorType.F32 => sizeof(float),
        _ => sizeof(byte),
    };
}
