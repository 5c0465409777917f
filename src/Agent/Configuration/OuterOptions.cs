namespace Murmuration.Agent.Configuration;

/// <summary>
/// The key <c>algorithm.outer</c> of a run file: how what came of the local steps enters the weights. Parameters that
/// are left out have the values of the algorithm's paper.
/// </summary>
internal sealed record OuterOptions
{
    /// <summary>Outer step size, positive: η_s of kgt (1), the outer step of diloco (0.7), β of noloco (0.7).</summary>
    public double? Eta { get; init; }

    /// <summary>Outer momentum, in [0, 1): μ of diloco (0.9), α of noloco (0.5).</summary>
    public double? Momentum { get; init; }

    /// <summary>How strongly noloco draws an agent to those it meets, 0 or more: γ (0.7).</summary>
    public double? Gamma { get; init; }
}
