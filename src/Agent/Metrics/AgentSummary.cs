namespace Murmuration.Agent.Metrics;

/// <summary>How an agent ended; the last line of its metrics file.</summary>
/// <param name="Agent">Id of the agent.</param>
/// <param name="Rounds">Rounds it has done.</param>
/// <param name="Stopped">Whether it was asked to stop before its last round.</param>
/// <param name="Weights">Path of its final weights, or null when it keeps none.</param>
/// <param name="Sha256">SHA-256 of that file, hexadecimal.</param>
/// <param name="BestTestAccuracy">The best test accuracy of any evaluated round.</param>
/// <param name="BestTestCost">The lowest test cost of any evaluated round.</param>
internal sealed record AgentSummary(
    string Agent,
    int Rounds,
    bool Stopped,
    string? Weights,
    string? Sha256,
    double? BestTestAccuracy,
    double? BestTestCost);
