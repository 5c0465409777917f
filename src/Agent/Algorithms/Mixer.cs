using System.Numerics.Tensors;
using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms;

/// <summary>
/// The consensus step: sums of the neighbours' vectors in agent order, so that a seed gives the same bits always.
/// </summary>
internal sealed class Mixer(IDevice device, int weightCount)
{
    private ReadOnlyMemory<float>[] _vectors = [];
    private double[] _weights = [];

    /// <summary>max_j ‖z_i − z_j‖ / ‖z_i‖ over the neighbours of the last round that had any.</summary>
    public double Disagreement { get; private set; }

    /// <summary>result = Σ_j c_ij x_j over the agent and its in-neighbours.</summary>
    public void Mix(RoundMessages messages, DeviceVector result)
    {
        Gather(messages);
        device.Mix(_vectors.AsSpan(0, messages.Count), _weights.AsSpan(0, messages.Count), result);
    }

    /// <summary>
    /// result = Σ_j (a_ij φ_j / φ_i⁺) x_j, push-sum with φ as the given scalar; returns φ_i⁺ = Σ_j a_ij φ_j.
    /// </summary>
    public double PushSum(RoundMessages messages, int scalarIndex, DeviceVector result)
    {
        Gather(messages);
        var mass = 0.0;
        for (var k = 0; k < messages.Count; k++)
        {
            _weights[k] *= messages[k].Scalars.Span[scalarIndex];
            mass += _weights[k];
        }

        for (var k = 0; k < messages.Count; k++)
        {
            _weights[k] /= mass;
        }

        device.Mix(_vectors.AsSpan(0, messages.Count), _weights.AsSpan(0, messages.Count), result);
        return mass;
    }

    private void Gather(RoundMessages messages)
    {
        if (_vectors.Length < messages.Count)
        {
            _vectors = new ReadOnlyMemory<float>[messages.Count];
            _weights = new double[messages.Count];
        }

        for (var k = 0; k < messages.Count; k++)
        {
            _vectors[k] = messages[k].Vectors;
            _weights[k] = messages[k].Weight;
        }

        Compare(messages);
    }

    private void Compare(RoundMessages messages)
    {
        if (messages.Count < 2)
        {
            return;
        }

        var own = messages.Own.Vectors.Span[..weightCount];
        var farthest = 0f;
        for (var k = 0; k < messages.Count; k++)
        {
            farthest = Math.Max(farthest, TensorPrimitives.Distance(own, messages[k].Vectors.Span[..weightCount]));
        }

        Disagreement = farthest / Math.Max(TensorPrimitives.Norm(own), float.Epsilon);
    }
}
