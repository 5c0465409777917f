namespace Murmuration.Agent.Algorithms.Elastic;

/// <summary>The centre of asynchronous EASGD.</summary>
/// <remarks>On x^i with rate α: answers x̃, then x̃ ← x̃ + α (x^i − x̃). The worker subtracts the same bits.</remarks>
internal sealed class ElasticCentre(int weightCount) : Centre(weightCount)
{
    private readonly float[] _position = new float[weightCount];
    private readonly float[] _difference = new float[weightCount];

    protected override ReadOnlySpan<float> Present => _position;

    /// <summary>x̃ ← x̃ − d, the pull of a centre above.</summary>
    public void Pull(ReadOnlySpan<float> difference)
    {
        lock (Gate)
        {
            ElasticMove.Pull(difference, _position);
        }
    }

    protected override void Begin(ReadOnlySpan<float> answer) => answer.CopyTo(_position);

    protected override ReadOnlySpan<float> Prepare(ReadOnlySpan<float> vector, double rate)
    {
        ElasticMove.Difference(rate, vector, _position, _difference);
        return _position;
    }

    protected override void Commit() => ElasticMove.Push(_difference, _position);
}
