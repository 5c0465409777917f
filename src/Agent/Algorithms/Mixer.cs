using System.Numerics.Tensors;
using Murmuration.Agent.Telemetry;
using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;

namespace Murmuration.Agent.Algorithms;

/// <summary>
/// The consensus step: sums of the neighbours' vectors in agent order, so that a seed gives the same bits always.
/// </summary>
internal sealed class Mixer(IDevice device, int weightCount)
{
    /// <summary>Numbers of each vector that are compared and mixed together, while they are in the cache.</summary>
    private const int PartLength = 1 << 16;

    /// <summary>Numbers of each vector that are compared together, while those of the agent's own are near.</summary>
    private const int BlockLength = 1 << 12;

    private ReadOnlyMemory<float>[] _vectors = [];
    private ReadOnlyMemory<float>[] _parts = [];
    private double[] _weights = [];
    private double[] _distances = [];

    /// <summary>max_j ‖z_i − z_j‖ / ‖z_i‖ over the neighbours of the last round that had any.</summary>
    public double Disagreement { get; set; }

    /// <summary>result = Σ_j c_ij x_j over the agent and its in-neighbours.</summary>
    public void Mix(RoundMessages messages, DeviceVector result)
    {
        using var span = RoundTrace.Mix();
        Gather(messages);
        MixAndCompare(_vectors.AsSpan(0, messages.Count), _weights.AsSpan(0, messages.Count), Own(messages), result);
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
        MixAndCompare(vectors, weights, own, result);
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

        MixAndCompare(_vectors.AsSpan(0, messages.Count), _weights.AsSpan(0, messages.Count), Own(messages), result);
        return mass;
    }

    /// <summary>
    /// x += Σ c_ij (x_j[n] − x_i[n]) over the messages of earlier rounds n that came too late for them, so that Σ x is
    /// what it would be had they come in time.
    /// </summary>
    /// <param name="messages">The messages of the round.</param>
    /// <param name="start">Where x begins in a message.</param>
    /// <param name="x">A vector whose sum over the agents is conserved.</param>
    /// <param name="share">What of a message of round n counts in x; all of it by default.</param>
    public void Settle(RoundMessages messages, int start, DeviceVector x, Func<int, double>? share = null)
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
            var weight = late[k].Weight * (share?.Invoke(late[k].Round) ?? 1);
            (_vectors[1 + (2 * k)], _weights[1 + (2 * k)]) = (late[k].Theirs.Slice(start, x.Length), weight);
            (_vectors[2 + (2 * k)], _weights[2 + (2 * k)]) = (late[k].Own.Slice(start, x.Length), -weight);
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
    }

    private int Own(RoundMessages messages)
    {
        var own = 0;
        while (!_vectors[own].Equals(messages.Own.Vectors))
        {
            own++;
        }

        return own;
    }

    /// <summary>Part by part on the host, so that long vectors pass through the memory once; on another device each
    /// call has its price.</summary>
    private void MixAndCompare(
        ReadOnlySpan<ReadOnlyMemory<float>> vectors, ReadOnlySpan<double> weights, int own, DeviceVector result)
    {
        if (_parts.Length < vectors.Length)
        {
            _parts = new ReadOnlyMemory<float>[vectors.Length];
            _distances = new double[vectors.Length];
        }

        var parts = _parts.AsSpan(0, vectors.Length);
        var step = device is HostDevice ? PartLength : result.Length;
        var norm = 0.0;
        _distances.AsSpan().Clear();
        for (var start = 0; start < result.Length; start += step)
        {
            var length = Math.Min(step, result.Length - start);
            for (var k = 0; k < parts.Length; k++)
            {
                parts[k] = vectors[k].Slice(start, length);
            }

            // The result may lie in the memory of an input.
            norm += Compare(parts, own, Math.Clamp(weightCount - start, 0, length));
            device.Mix(parts, weights, result.Slice(start, length));
        }

        parts.Clear();
        if (vectors.Length > 1)
        {
            var farthest = _distances.AsSpan(0, vectors.Length);
            Disagreement = Math.Sqrt(TensorPrimitives.Max<double>(farthest) / Math.Max(norm, double.Epsilon));
        }
    }

    /// <summary>Adds to the squared distances of the agent's own vector from the others; gives its squared norm.
    /// </summary>
    private double Compare(ReadOnlySpan<ReadOnlyMemory<float>> parts, int own, int length)
    {
        var norm = 0.0;
        for (var start = 0; parts.Length > 1 && start < length; start += BlockLength)
        {
            var count = Math.Min(BlockLength, length - start);
            var mine = parts[own].Span.Slice(start, count);
            norm += TensorPrimitives.SumOfSquares(mine);
            for (var k = 0; k < parts.Length; k++)
            {
                if (k != own)
                {
                    double distance = TensorPrimitives.Distance(mine, parts[k].Span.Slice(start, count));
                    _distances[k] += distance * distance;
                }
            }
        }

        return norm;
    }
}
