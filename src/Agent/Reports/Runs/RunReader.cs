using Murmuration.Agent.Configuration;
using Murmuration.Agent.Metrics;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Reports.Runs;

/// <summary>Reads what a run has left in its output folder, one agent after another, in memory that does not grow with
/// the number of rounds.</summary>
internal static class RunReader
{
    /// <summary>Rounds of the whole network that are kept.</summary>
    private const int MostRounds = 4096;

    /// <summary>Points of one agent's series: at most so many, and fewer where there are many agents.</summary>
    private const int MostPoints = 1000;

    private const int LeastPoints = 50;
    private const int MostPointsInAll = 500_000;

    /// <summary>Agents that are awaited no longer: so many rounds behind others who have ended.</summary>
    private const int Patience = 10;

    /// <summary>Reads a run.</summary>
    /// <param name="folder">Its output folder.</param>
    /// <param name="name">What to call it.</param>
    /// <exception cref="ConfigurationException">The agents have no round in common.</exception>
    public static RunOverview Read(RunFolder folder, string name)
    {
        var (run, schedule) = (folder.Run(), folder.Schedule());
        var agentCount = Math.Max(folder.AgentFolders.Count, schedule?.Agents.Count ?? 0);
        var most = Math.Clamp(MostPointsInAll / folder.AgentFolders.Count, LeastPoints, MostPoints);
        var (rounds, evaluated) = (new NetworkSums(MostRounds), new NetworkSums(MostRounds));
        var histories = folder.AgentFolders.Select(place =>
        {
            var history = new AgentHistory(agentCount, most) { Reported = Add };
            foreach (var line in MetricsLines.Read(Path.Combine(place, RunFolder.MetricsFileName)))
            {
                MetricsFormat.TryRead(line, history);
            }

            return history;
        }).ToList();
        var network = Complete(rounds, evaluated, histories);
        return network.Count > 0
            ? new()
            {
                Name = name,
                Agents = Order(folder, histories, schedule),
                AgentCount = agentCount,
                Network = network,
                Run = run,
                Schedule = schedule,
                Origins = folder.Origins(),
            }
            : throw new ConfigurationException($"{folder.Path}: its {histories.Count} agents have no round in common");

        void Add(RoundMetrics metrics)
        {
            rounds.Add(metrics);
            if (metrics.TestCost is not null)
            {
                evaluated.Add(metrics);
            }
        }
    }

    /// <summary>The rounds, those with an evaluation, and the last.</summary>
    private static List<NetworkRound> Complete(NetworkSums rounds, NetworkSums evaluated, List<AgentHistory> agents)
    {
        var seen = agents.Where(agent => agent.Last is not null).ToList();
        var last = seen.Select(agent => agent.Last!.Round).DefaultIfEmpty(-1).Max();
        var hasEnded = seen.Exists(agent => agent.End is not null);
        var sum = new NetworkSum();
        sum.Begin(last);
        seen.Where(agent => agent.Last!.Round == last).ToList().ForEach(agent => sum.Add(agent.Last!));
        NetworkRound[] end = sum.Agents > 0 && sum.Agents == AgentsIn(last) ? [sum.ToRound()] : [];
        return [.. evaluated.Complete(AgentsIn).Concat(rounds.Complete(AgentsIn)).Concat(end)
            .DistinctBy(round => round.Round)
            .OrderBy(round => round.Round)];

        int AgentsIn(int round) => seen.Count(agent => agent.FirstRound <= round && !IsGone(agent, round));

        // One that ended in order is missed by nobody; one that vanished is missed until the others have gone on.
        bool IsGone(AgentHistory agent, int round) =>
            agent.Last!.Round < round
            && (agent.End is not null || (hasEnded && last >= agent.Last.Round + Patience));
    }

    private static List<AgentOverview> Order(RunFolder folder, List<AgentHistory> histories, TopologySchedule? schedule)
    {
        var farthest = histories.Max(history => history.Last?.Round ?? 0);
        return
        [
            .. histories
                .Select((history, k) => (History: history, Id: history.Id ?? Path.GetFileName(folder.AgentFolders[k])))
                .Select((one, k) => one.History.ToOverview(one.Id, IndexOf(one.Id, k), farthest))
                .OrderBy(agent => agent.Index),
        ];

        int IndexOf(string id, int place) => schedule?.IndexOf(id) is >= 0 and var index ? index : place;
    }
}
