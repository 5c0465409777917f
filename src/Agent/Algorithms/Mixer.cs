using System.Numerics.Tensors;
using Murmuration.Agent.Telemetry;
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
    public double Disagreement { get; set; }

    /// <summary>result = Σ_j c_ij x_j over the agent and its in-neighbours.</summary>
    public void Mix(RoundMessages messages, DeviceVector result)
    {
        using var span = RoundTrace.Mix();
        Gather(messages);
        device.Mix(_vectors.AsSpan(0, messages.Count), _weights.AsSpan(0, messages.Count), result);
    }

    /// <summary>The same of vectors that came otherwise than by messages, this agent's own among them.</summary>
    /// <param name="vectors">x_j in agent order.</param>
    /// <param name="weights">c_ij in the same order.</param>
    /// <param name="own">The index of the agent's own vector among them.</param>
    /// <param name="result">Receives the sum.</param>
    public void Mix(
        ReadOnlySpan<ReadOnlyMemory<float>> vectors, ReadOnlySpan<double> weights, int own, DeviceVector result)
    {
        using var span = RoundTrace.Mix();
        Compare(vectors[own].Span, vectors);
        device.Mix(vectors, weights, result);
    }

    /// <summary>
    /// result = Σ_j (a_ij φ_j / φ_i⁺) x_j, push-sum with φ as the given scalar; returns φ_i⁺ = Σ_j a_ij φ_j.
    /// </summary>
    public double PushSum(RoundMessages messages, int scalarIndex, DeviceVector result)
    {
        using var span = RoundTrace.Mix();
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

    /// <summary>
    /// x += Σ c_ij (x_j[n] − x_i[n]) over the messages of earlier rounds n that came too late for them, so that Σ x is
    /// what it would be had they come in time.
    /// </summary>
    /// <param name="messages">The messages of the round.</param>
    /// <param name="start">Where x begins in a message.</param>
    /// <param name="x">A vector whose sum over the agents is conserved.</param>
    public void Settle(RoundMessages messages, int start, DeviceVector x)
    {
        var late = messages.Settlements;
        if (late.IsEmpty)
        {
            return;
        }

        var count = 1 + (2 * late.Length);
        Reserve(count);
        (_vectors[0], _weights[0]) = (device.Stage(x), 1);
        for (var k = 0; k < late.Length; k++)
        {
            (_vectors[1 + (2 * k)], _weights[1 + (2 * k)]) = (late[k].Theirs.Slice(start, x.Length), late[k].Weight);
            (_vectors[2 + (2 * k)], _weights[2 + (2 * k)]) = (late[k].Own.Slice(start, x.Length), -late[k].Weight);
        }

        device.Mix(_vectors.AsSpan(0, count), _weights.AsSpan(0, count), x);
    }

    private void Reserve(int count)
    {
        if (_vectors.Length < count)
        {
            _vectors = new ReadOnlyMemory<float>[count];
            _weights = new double[count];
        }
    }

    private void Gather(RoundMessages messages)
    {
        Reserve(messages.Count);
        for (var k = 0; k < messages.Count; k++)
        {
            _vectors[k] = messages[k].Vectors;
            _weights[k] = messages[k].Weight;
        }

        Compare(messages.Own.Vectors.Span, _vectors.AsSpan(0, messages.Count));
    }

    private void Compare(ReadOnlySpan<float> own, ReadOnlySpan<ReadOnlyMemory<float>> all)
    {
        if (all.Length < 2)
        {
            return;
        }

        own = own[..weightCount];
        var farthest = 0f;
        foreach (var vector in all)
        {
            farthest = Math.Max(farthest, TensorPrimitives.Distance(own, vector.Span[..weightCount]));
        }

        Disagreement = farthest / Math.Max(TensorPrimitives.Norm(own), float.Epsilon);
    }
}
