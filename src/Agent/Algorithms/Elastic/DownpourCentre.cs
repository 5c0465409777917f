using System.Numerics.Tensors;

namespace Murmuration.Agent.Algorithms.Elastic;

/// <summary>The centre of DOWNPOUR: x̃ ← x̃ + v^i, and answers the new x̃.</summary>
internal sealed class DownpourCentre(int weightCount) : Centre(weightCount)
{
    private float[] _position = new float[weightCount];
    private float[] _next = new float[weightCount];

    protected override ReadOnlySpan<float> Present => _position;

    protected override void Begin(ReadOnlySpan<float> answer) => answer.CopyTo(_position);

    protected override ReadOnlySpan<float> Prepare(ReadOnlySpan<float> vector, double rate)
    {
        TensorPrimitives.Add(_position, vector, _next);
        return _next;
    }

    protected override void Commit() => (_position, _next) = (_next, _position);
}
