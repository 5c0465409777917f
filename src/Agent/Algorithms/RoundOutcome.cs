using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Solvers;

namespace Murmuration.Agent.Algorithms;

/// <summary>What one round looked like from one agent; valid until its next round.</summary>
internal sealed class RoundOutcome
{
    /// <summary>Local cost g_i(w_i), scaled so that the agents' costs add up to the mean loss.</summary>
    public double Cost { get; set; }

    /// <summary>max_j ‖z_i − z_j‖ / ‖z_i‖ over the neighbours of the last round that had any.</summary>
    public double Disagreement { get; set; }

    /// <summary>∇g_i(w_i), or null when the algorithm keeps none.</summary>
    public DeviceVector? Gradient { get; set; }

    /// <summary>The gradient, and what the tracker follows, is that of the social cost, I ∇g_i + ∇r, in place of ∇g_i.
    /// </summary>
    public bool IsSocial { get; set; }

    /// <summary>The tracker y_i, or null when the algorithm has none.</summary>
    public DeviceVector? Tracker { get; set; }

    /// <summary>Push-sum weight φ_i, by which the tracker enters the conserved sum; 1 over undirected links.</summary>
    public double PushSumWeight { get; set; } = 1;

    /// <summary>How the local problem was solved.</summary>
    public SolveReport Solve { get; set; }

    /// <summary>Proximal weight τ of the round; NaN without a surrogate.</summary>
    public double Tau { get; set; } = double.NaN;

    /// <summary>Rounds of this agent since it has last met a centre or followed a leader, 0 when it has just done so,
    /// or holds the centre or leads itself; null where there is neither.</summary>
    public int? Staleness { get; set; }

    /// <summary>Step size α or η of the round.</summary>
    public double StepSize { get; set; } = double.NaN;
}
