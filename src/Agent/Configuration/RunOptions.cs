namespace Murmuration.Agent.Configuration;

/// <summary>A run file: what is trained. Every key has a default.</summary>
internal sealed record RunOptions
{
    /// <summary>Name of the run, part of its identity: agents of different runs refuse each other.</summary>
    public string Name { get; init; } = "run";

    /// <summary>
    /// Topology file to use when none is given on the command line; a relative path starts from the run file.
    /// </summary>
    public string? Topology { get; init; }

    /// <summary>What is learned from.</summary>
    public DataOptions Data { get; init; } = new();

    /// <summary>The model.</summary>
    public ModelOptions Model { get; init; } = new();

    /// <summary>The loss.</summary>
    public LossKind Loss { get; init; } = LossKind.Auto;

    /// <summary>The regularizer.</summary>
    public RegularizerOptions Regularizer { get; init; } = new();

    /// <summary>The algorithm and its parameters.</summary>
    public AlgorithmOptions Algorithm { get; init; } = new();

    /// <summary>Rounds to run.</summary>
    public int Rounds { get; init; } = 100;

    /// <summary>Seed of the run; all other seeds derive from it.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The test set is evaluated every so many rounds, and after the last.</summary>
    public int EvaluateEvery { get; init; } = 1;

    /// <summary>When the agent's state is kept.</summary>
    public CheckpointOptions Checkpoints { get; init; } = new();

    /// <summary>When the run ends before its last round.</summary>
    public StopOptions Stop { get; init; } = new();

    /// <summary>How long an agent waits for its neighbours.</summary>
    public LinkOptions Links { get; init; } = new();

    /// <summary>The algorithm, with what follows from the number of rounds where its options leave it open.</summary>
    public AlgorithmOptions AlgorithmOverAllRounds() => Algorithm with
    {
        Optimizer = Algorithm.Optimizer with { Steps = Algorithm.Optimizer.Steps ?? Rounds * Algorithm.LocalSteps },
    };
}
