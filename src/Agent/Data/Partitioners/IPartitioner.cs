namespace Murmuration.Agent.Data.Partitioners;

/// <summary>
/// Says who holds which rows. Every row goes to exactly one agent and every agent gets at least one row; the answer is
/// a function of the data, the number of agents and the seed, so that all agents find the same one.
/// </summary>
internal interface IPartitioner
{
    /// <summary>
    /// The rows of each agent in ascending order; throws <see cref="DataException"/> with fewer rows than agents.
    /// </summary>
    int[][] Partition(Dataset data, int agentCount, long seed);
}
