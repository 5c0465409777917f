namespace Murmuration.Agent.Algorithms;

/// <summary>The diminishing step size of NEXT, S3: α[n+1] = α[n] (1 − μ α[n]); constant with μ = 0.</summary>
internal sealed class StepSize(double initial, double decay)
{
    /// <summary>α[n], in (0, 1].</summary>
    public double Alpha { get; private set; } = initial;

    /// <summary>Goes on to the next round's α.</summary>
    public void Decay() => Alpha *= 1 - (decay * Alpha);
}
