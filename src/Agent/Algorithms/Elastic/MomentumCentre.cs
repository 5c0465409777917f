using System.Numerics.Tensors;

namespace Murmuration.Agent.Algorithms.Elastic;

/// <summary>The centre of MDOWNPOUR, which steps with Nesterov momentum along the gradients that workers
/// bring.</summary>
/// <remarks>On h(x̃ + δ v): v ← δ v − η h,   x̃ ← x̃ + v; answers x̃ + δ v, where the next gradient is to be
/// taken.</remarks>
internal sealed class MomentumCentre(int weightCount, double eta, double momentum) : Centre(weightCount)
{
    private float[] _velocity = new float[weightCount];
    private float[] _ahead = new float[weightCount];
    private float[] _nextVelocity = new float[weightCount];
    private float[] _nextAhead = new float[weightCount];
    private bool _goesOn;

    protected override ReadOnlySpan<float> Present => _ahead;

    /// <summary>A copy of v.</summary>
    public float[] Velocity()
    {
        lock (Gate)
        {
            return [.. _velocity];
        }
    }

    /// <summary>The next beginning goes on with v of an earlier start; any other begins at rest.</summary>
    public void GoOnWith(ReadOnlySpan<float> velocity)
    {
        lock (Gate)
        {
            velocity.CopyTo(_velocity);
            _goesOn = true;
        }
    }

    protected override void Begin(ReadOnlySpan<float> answer)
    {
        answer.CopyTo(_ahead);
        if (!_goesOn)
        {
            _velocity.AsSpan().Clear();
        }

        _goesOn = false;
    }

    /// <summary>With u = x̃ + δ v kept instead of x̃:  u⁺ = x̃ + v⁺ + δ v⁺ = u − δ v + (1 + δ) v⁺.</summary>
    protected override ReadOnlySpan<float> Prepare(ReadOnlySpan<float> vector, double rate)
    {
        TensorPrimitives.Multiply(vector, (float)-eta, _nextVelocity);
        TensorPrimitives.MultiplyAdd(_velocity, (float)momentum, _nextVelocity, _nextVelocity);
        TensorPrimitives.MultiplyAdd(_velocity, (float)-momentum, _ahead, _nextAhead);
        TensorPrimitives.MultiplyAdd(_nextVelocity, (float)(1 + momentum), _nextAhead, _nextAhead);
        return _nextAhead;
    }

    protected override void Commit()
    {
        (_velocity, _nextVelocity) = (_nextVelocity, _velocity);
        (_ahead, _nextAhead) = (_nextAhead, _ahead);
    }
}
