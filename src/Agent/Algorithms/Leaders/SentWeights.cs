using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Algorithms.Leaders;

/// <summary>The newest weights that a leader has sent, until the agent takes them.</summary>
internal sealed class SentWeights(int weightCount)
{
    private readonly float[] _weights = new float[weightCount];

    /// <summary>The weights.</summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>Who sent them.</summary>
    public int From { get; private set; } = -1;

    /// <summary>Its loss then.</summary>
    public double Loss { get; private set; }

    /// <summary>They have not been taken.</summary>
    public bool IsFresh { get; set; }

    /// <summary>Takes the vector of a letter, if it is one of weights.</summary>
    public void Take(Letter letter)
    {
        if (letter.Vector.Length == _weights.Length)
        {
            letter.Vector.Span.CopyTo(_weights);
            (From, Loss, IsFresh) = (letter.From, letter.Scalars.Span[1], true);
        }
    }
}
