namespace Murmuration.Agent.Configuration;

/// <summary>
/// The key <c>algorithm.elastic</c> of a run file: the centre variable x̃ of EASGD and DOWNPOUR, and how strongly
/// workers and centre pull each other.
/// </summary>
internal sealed record ElasticOptions
{
    /// <summary>Id of the agent that holds the centre; by default the one with most links, ties to the first.</summary>
    public string? Centre { get; init; }

    /// <summary>
    /// Sum of the moving rates at a centre, β = p α, positive; 0.9 by default, as in the paper. Not with
    /// <see cref="Rho"/>.
    /// </summary>
    public double? Beta { get; init; }

    /// <summary>Strength ρ of the elastic force, which gives workers the moving rate α = η ρ; positive.</summary>
    public double? Rho { get; init; }

    /// <summary>Rounds between two moves of neighbouring centres in a tree of them.</summary>
    public int TreePeriod { get; init; } = 1;

    /// <summary>Moving rate between two centres, in (0, 1); by default 0.9/(links of the tree + 1), of the two ends'
    /// the smaller.</summary>
    public double? TreeRate { get; init; }

    /// <summary>What workers do without their centre.</summary>
    public CentreLossRule OnLoss { get; init; } = CentreLossRule.Wait;

    /// <summary>
    /// Longest time that an asynchronous worker stands still for a letter of its centre, in seconds; once for each
    /// letter.
    /// </summary>
    public double Patience { get; init; } = 1;

    /// <summary>Constant rate a of MVADOWNPOUR's moving average of the centre, in (0, 1].</summary>
    public double AveragingRate { get; init; } = 0.001;
}
