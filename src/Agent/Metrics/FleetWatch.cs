using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Metrics;

/// <summary>What a simulation knows of its agents: what each has reported last, and the last round that all have done.
/// Safe to call from any thread.</summary>
internal sealed class FleetWatch : IMetricsSink
{
    private readonly RunOptions _run;
    private readonly TopologySchedule _schedule;
    private readonly TimeProvider _time;
    private readonly List<string> _ids;
    private readonly Dictionary<string, WatchedAgent> _agents;
    private readonly Lock _gate = new();
    private NetworkRound? _round;
    private NetworkRound? _evaluated;
    private NetworkRound? _sketched;

    /// <summary>Watches the agents of a schedule.</summary>
    public FleetWatch(RunOptions run, TopologySchedule schedule, TimeProvider time)
    {
        (_run, _schedule, _time) = (run, schedule, time);
        _ids = [.. schedule.Agents.Select(agent => agent.Id)];
        _agents = _ids.ToDictionary(id => id, id => new WatchedAgent(id, _ids.Count, time), StringComparer.Ordinal);
    }

    public void OnRound(RoundMetrics metrics) => _agents.GetValueOrDefault(metrics.Agent)?.OnRound(metrics);

    public void OnEnd(AgentSummary summary) => _agents.GetValueOrDefault(summary.Agent)?.OnEnd();

    /// <summary>All agents have finished a round.</summary>
    public void Note(NetworkRound round)
    {
        lock (_gate)
        {
            _round = round;
            _evaluated = round.TestCost is null ? _evaluated : round;
            _sketched = round.HasSketches ? round : _sketched;
        }
    }

    /// <summary>The network now.</summary>
    public NetworkSnapshot Now()
    {
        NetworkRound? round, evaluated, sketched;
        lock (_gate)
        {
            (round, evaluated, sketched) = (_round, _evaluated, _sketched);
        }

        List<KnownAgent> agents = [.. _ids.Select(id => _agents[id].Describe())];
        return new(_run.Name, _schedule.Name, "", _run.Rounds, _time.GetUtcNow(), agents)
        {
            Totals = round is null
                ? NetworkTotals.Of(agents, _run.Rounds)
                : NetworkTotals.Of(round, evaluated, sketched, _run.Rounds),
            Ids = _ids,
        };
    }
}
