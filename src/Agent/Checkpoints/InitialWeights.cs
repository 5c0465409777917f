using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Murmuration.Kernels.Models;

namespace Murmuration.Agent.Checkpoints;

/// <summary>
/// Weights from a file at which all agents of a run begin: an agent's, an exported one, or one that another program
/// wrote with the same names and shapes.
/// </summary>
internal sealed class InitialWeights
{
    private InitialWeights(float[] values, string digest) => (Values, Digest) = (values, digest);

    /// <summary>The flat vector.</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>SHA-256 of the values in the model's order, hexadecimal: equal wherever the numbers are.</summary>
    public string Digest { get; }

    /// <summary>Reads the weights of a model.</summary>
    /// <exception cref="CheckpointException">
    /// The file cannot be read, lacks a tensor, or has one of another shape or one that is not finite; the message
    /// names it.
    /// </exception>
    public static InitialWeights Read(string path, Model model)
    {
        var values = WeightTensors.Take(path, SafeTensors.Read(path), model);
        return Array.TrueForAll(values, float.IsFinite)
            ? new(values, Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values.AsSpan()))))
            : throw new CheckpointException($"{path}: a weight in it is not finite");
    }
}
