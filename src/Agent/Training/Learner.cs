using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Data;

namespace Murmuration.Agent.Training;

/// <summary>An agent that knows its network's data and is ready for its first round.</summary>
/// <param name="Statistics">The network's statistics of the training data.</param>
/// <param name="Problem">Its local problem.</param>
/// <param name="Membership">Whose costs make the social cost; null for an algorithm without a network.</param>
/// <param name="Algorithm">Its algorithm, started.</param>
/// <param name="Review">Judges weights on the test set, or null when there is none.</param>
/// <param name="FirstRound">The round to begin with.</param>
internal sealed record Learner(
    FeatureStatistics Statistics,
    LocalProblem Problem,
    Membership? Membership,
    IAlgorithm Algorithm,
    TestReview? Review,
    int FirstRound);
