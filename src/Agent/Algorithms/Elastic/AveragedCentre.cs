using System.Numerics.Tensors;

namespace Murmuration.Agent.Algorithms.Elastic;

/// <summary>The centre of ADOWNPOUR and MVADOWNPOUR, with the average of its own past beside it.</summary>
/// <remarks>
/// x̃_{t+1} = x̃_t + v^i,   z_{t+1} = (1 − a_{t+1}) z_t + a_{t+1} x̃_t,   z_0 = x̃_0; answers (x̃_{t+1}, z_{t+1}).
/// a_{t+1} = 1/(t + 1) makes z the mean of all x̃ so far (ADOWNPOUR), a constant a moves with them (MVADOWNPOUR). A
/// centre that goes on from another's answer counts its meetings anew from the number given.
/// </remarks>
/// <param name="weightCount">Q.</param>
/// <param name="rate">The constant a, or null for 1/(t + 1).</param>
internal sealed class AveragedCentre(int weightCount, double? rate) : Centre(2 * weightCount)
{
    private float[] _state = new float[2 * weightCount];
    private float[] _next = new float[2 * weightCount];

    /// <summary>Meetings so far, t.</summary>
    public long Meetings { get; set; }

    protected override ReadOnlySpan<float> Present => _state;

    protected override void Begin(ReadOnlySpan<float> answer) => answer.CopyTo(_state);

    protected override ReadOnlySpan<float> Prepare(ReadOnlySpan<float> vector, double _)
    {
        var position = _state.AsSpan(0, weightCount);
        var average = _state.AsSpan(weightCount);
        var next = _next.AsSpan(weightCount);
        TensorPrimitives.Add(position, vector, _next.AsSpan(0, weightCount));
        TensorPrimitives.Subtract(position, average, next);
        TensorPrimitives.MultiplyAdd(next, (float)(rate ?? 1.0 / (Meetings + 1)), average, next);
        return _next;
    }

    protected override void Commit()
    {
        (_state, _next) = (_next, _state);
        Meetings++;
    }
}
