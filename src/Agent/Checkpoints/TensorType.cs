namespace Murmuration.Agent.Checkpoints;

/// <summary>Types of tensors, by the names of the safetensors format.</summary>
internal enum TensorType
{
    /// <summary>float32.</summary>
    F32,

    /// <summary>float64.</summary>
    F64,

    /// <summary>Bytes.</summary>
    U8,
}
