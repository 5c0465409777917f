namespace Murmuration.Agent.Algorithms;

/// <summary>
/// The diminishing step size of NEXT, S3: α[n+1] = α[n] (1 − μ α[n]); constant with μ = 0. It depends on the round
/// alone, so that an agent that comes late or skips rounds steps as far as the others.
/// </summary>
internal sealed class StepSize(double initial, double decay)
{
    private int _round;

    /// <summary>α[n], in (0, 1].</summary>
    public double Alpha { get; private set; } = initial;

    /// <summary>Goes on to α[n] of a round not before the present one.</summary>
    public void GoTo(int round)
    {
        for (; _round < round; _round++)
        {
            Alpha *= 1 - (decay * Alpha);
        }
    }
}
