namespace Murmuration.Agent.Configuration;

/// <summary>The key <c>algorithm.leader</c> of a run file: who is pulled to whom in LSGD, and how strongly.</summary>
internal sealed record LeaderOptions
{
    /// <summary>Groups of agents by id, each with a leader of its own; every agent is in one. One group of all without.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>> Groups { get; init; } = [];

    /// <summary>Share λ of the way to the leader of the group that its agents go after each round, in [0, 1].</summary>
    public double Pull { get; init; } = 0.1;

    /// <summary>Share λ_G of the way to the leader of all, in [0, 1]; only with two groups or more.</summary>
    public double PullGlobal { get; init; } = 0.1;

    /// <summary>Rounds between two pulls to the leader of all.</summary>
    public int GlobalPeriod { get; init; } = 4;

    /// <summary>
    /// Share of the way to the last known leader of the group that is gone in small parts, one after each of the steps
    /// until the next pull, in [0, 1]; 0 for none, as in the paper.
    /// </summary>
    public double StepPull { get; init; }

    /// <summary>The same to the last known leader of all.</summary>
    public double StepPullGlobal { get; init; }

    /// <summary>
    /// Steps over which the loss is averaged that leaders are chosen by; 0 evaluates the present weights instead, on
    /// the rows of the next step.
    /// </summary>
    public int LossWindow { get; init; } = 10;

    /// <summary>Longest wait for the weights of a leader in the synchronous form, in seconds; then the round goes on
    /// without them.</summary>
    public double Patience { get; init; } = 10;
}
