namespace Murmuration.Benchmarks.Table.Sections;

/// <summary>What it took until every agent's test accuracy was there.</summary>
/// <param name="Name">The algorithm, and the system it ran on.</param>
/// <param name="Rounds">Exchanges.</param>
/// <param name="Seconds">Time of training on loopback, evaluations not counted.</param>
/// <param name="Bytes">What each agent sent.</param>
internal sealed record TrainingTime(string Name, int Rounds, double Seconds, double Bytes)
{
    /// <summary>
    /// Time in a network where an agent sends no faster than so many Mbit/s: what it took on loopback, and then
    /// what its bytes take. That no byte travels while something is computed is against all alike.
    /// </summary>
    public double At(double megabits) => Seconds + (8 * Bytes / (1e6 * megabits));
}
