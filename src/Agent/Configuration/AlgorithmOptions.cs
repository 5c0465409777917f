using Murmuration.Kernels.Solvers;

namespace Murmuration.Agent.Configuration;

/// <summary>
/// The key <c>algorithm</c> of a run file; each algorithm reads the parameters that its equations have.
/// </summary>
internal sealed record AlgorithmOptions
{
    /// <summary>Which algorithm runs.</summary>
    public AlgorithmKind Name { get; init; } = AlgorithmKind.Next;

    /// <summary>The surrogate of NEXT and SONATA.</summary>
    public SurrogateKind Surrogate { get; init; } = SurrogateKind.Partial;

    /// <summary>Whose curvature the surrogate keeps.</summary>
    public SurrogateScope Scope { get; init; } = SurrogateScope.Own;

    /// <summary>Blocks of weights that are solved in parallel, C in the paper; 1 is the full solve.</summary>
    public int Blocks { get; init; } = 1;

    /// <summary>Solver of the partial linearization; <c>auto</c> chooses by size.</summary>
    public SolverKind Solver { get; init; } = SolverKind.Auto;

    /// <summary>
    /// Most inner iterations of conjugate gradients (100 by default) or proximal gradient (2,000) in one solve.
    /// </summary>
    public int? InnerIterations { get; init; }

    /// <summary>Most Newton iterations in one solve; 1 is a truncated solve.</summary>
    public int OuterIterations { get; init; } = 20;

    /// <summary>Relative accuracy at which a solve ends.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>Proximal weight τ, positive; the first one when the rule is adaptive.</summary>
    public double Tau { get; init; } = 1;

    /// <summary>How τ develops.</summary>
    public TauRule TauRule { get; init; } = TauRule.Constant;

    /// <summary>First step size α[0] of NEXT and SONATA, in (0, 1].</summary>
    public double Alpha { get; init; } = 0.3;

    /// <summary>Decay μ of the step size, α[n+1] = α[n] (1 − μ α[n]), in [0, 1).</summary>
    public double Mu { get; init; } = 0.01;

    /// <summary>Step size η of the gradient methods, positive.</summary>
    public double Eta { get; init; } = 0.1;

    /// <summary>Rows drawn from the partition in each round, or each local step of it; 0 takes all (the theorem's
    /// case).</summary>
    public int Minibatch { get; init; }

    /// <summary>
    /// Gradient steps between two exchanges: the communication period τ of EASGD and LSGD, K of K-GT, H of DiLoCo.
    /// </summary>
    public int LocalSteps { get; init; } = 1;

    /// <summary>How the local gradient steps are taken.</summary>
    public OptimizerOptions Optimizer { get; init; } = new();

    /// <summary>What becomes of the local steps of kgt, diloco and noloco.</summary>
    public OuterOptions Outer { get; init; } = new();

    /// <summary>How a model is trained that is cut into modules.</summary>
    public DecoupledOptions Decoupled { get; init; } = new();

    /// <summary>How the threads of an agent share its local gradient steps.</summary>
    public ParallelStepsOptions Parallel { get; init; } = new();

    /// <summary>
    /// Whether EASGD and LSGD run without waiting for each other: letters at any time instead of common rounds.
    /// </summary>
    public bool Asynchronous { get; init; }

    /// <summary>The centre of EASGD and DOWNPOUR, and the elastic force.</summary>
    public ElasticOptions Elastic { get; init; } = new();

    /// <summary>The groups and pulls of LSGD.</summary>
    public LeaderOptions Leader { get; init; } = new();
}
