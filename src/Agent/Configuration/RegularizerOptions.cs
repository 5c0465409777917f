namespace Murmuration.Agent.Configuration;

/// <summary>The key <c>regularizer</c> of a run file: r(w) = l2 ‖w‖² + l1 ‖w‖₁, the same at all agents.</summary>
internal sealed record RegularizerOptions
{
    /// <summary>Weight of ‖w‖₁, 0 or more.</summary>
    public double L1 { get; init; }

    /// <summary>
    /// Weight of ‖w‖², 0 or more; the small default keeps the social cost coercive, as the theory asks.
    /// </summary>
    public double L2 { get; init; } = 1e-4;
}
