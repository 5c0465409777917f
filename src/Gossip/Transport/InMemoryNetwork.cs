using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Transport;

/// <summary>A whole network within one process, for simulation and tests: the same rounds without sockets.</summary>
public static class InMemoryNetwork
{
    /// <summary>Opens one exchange per agent of a schedule, in agent order.</summary>
    /// <param name="schedule">The links of every round.</param>
    /// <param name="vectorLength">Floats in every message.</param>
    /// <param name="scalarCount">Float64 values beside them, at most 16.</param>
    /// <param name="lastRound">The last round that the agents have done and saved earlier, −1 for none.</param>
    /// <param name="letterLength">Most floats in a letter.</param>
    /// <param name="letterCapacity">Letters of a link, in each direction, that may wait to be taken.</param>
    /// <param name="time">Measures waiting; the system's clock by default.</param>
    /// <param name="life">Which life of all agents this is: larger than any that they have saved something in, because
    /// letters that were under way when an earlier process ended are lost.</param>
    /// <param name="wake">Where an agent goes on after a wait; the thread pool by default.</param>
    public static IReadOnlyList<IRoundExchange> Create(
        TopologySchedule schedule,
        int vectorLength,
        int scalarCount,
        int lastRound = -1,
        TimeProvider? time = null,
        int letterLength = 0,
        int letterCapacity = LetterLimits.DefaultCapacity,
        long life = 1,
        Func<int, Action<IThreadPoolWorkItem>>? wake = null)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        var network = new InMemoryExchange[schedule.Agents.Count];
        var board = new CensusBoard(network.Length);
        var start = Enumerable.Range(0, network.Length).Select(agent => StartOf(agent, life)).ToList();
        for (var i = 0; i < network.Length; i++)
        {
            network[i] = new(
                network, board, start, schedule, i, vectorLength, scalarCount, new(letterLength, letterCapacity),
                time ?? TimeProvider.System, wake?.Invoke(i));
            network[i].ResumeAfter(lastRound);
        }

        return network;
    }

    private static AgentRecord StartOf(int agentIndex, long life) =>
        new(agentIndex, life, Sequence: 0, AgentStatus.Present, Round: 0, StopAt: -1, default);
}
