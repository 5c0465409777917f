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
    /// <param name="time">Measures waiting; the system's clock by default.</param>
    public static IReadOnlyList<IRoundExchange> Create(
        TopologySchedule schedule, int vectorLength, int scalarCount, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        var network = new InMemoryExchange[schedule.Agents.Count];
        var board = new CensusBoard(network.Length);
        for (var i = 0; i < network.Length; i++)
        {
            network[i] = new(network, board, schedule, i, vectorLength, scalarCount, time ?? TimeProvider.System);
        }

        return network;
    }
}
