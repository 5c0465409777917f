using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Metrics;

/// <summary>What a simulation knows of its agents: what each has reported last, and the last round that all have done.
/// Safe to call from any thread.</summary>
internal sealed class FleetWatch(RunOptions run, TopologySchedule schedule, TimeProvider time) : IMetricsSink
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Known> _agents = new(StringComparer.Ordinal);
    private NetworkRound? _round;
    private NetworkRound? _evaluated;

    public void OnRound(RoundMetrics metrics)
    {
        lock (_gate)
        {
            var known = _agents.GetValueOrDefault(metrics.Agent);
            _agents[metrics.Agent] = new(
                metrics,
                known?.First ?? metrics.Round,
                metrics.TestCost is null && known is not null ? known.Evaluated : metrics,
                time.GetTimestamp(),
                HasEnded: false);
        }
    }

    public void OnEnd(AgentSummary summary)
    {
        lock (_gate)
        {
            if (_agents.GetValueOrDefault(summary.Agent) is { } known)
            {
                _agents[summary.Agent] = known with { HasEnded = true };
            }
        }
    }

    /// <summary>All agents have finished a round.</summary>
    public void Note(NetworkRound round)
    {
        lock (_gate)
        {
            (_round, _evaluated) = (round, round.TestCost is null ? _evaluated : round);
        }
    }

    /// <summary>The network now.</summary>
    public NetworkSnapshot Now()
    {
        lock (_gate)
        {
            List<KnownAgent> agents = [.. schedule.Agents.Select(agent => Describe(agent.Id))];
            return new(run.Name, schedule.Name, "", run.Rounds, time.GetUtcNow(), agents)
            {
                Totals = _round is null
                    ? NetworkTotals.Of(agents, run.Rounds)
                    : NetworkTotals.Of(_round, _evaluated, run.Rounds),
                Ids = [.. schedule.Agents.Select(agent => agent.Id)],
            };
        }
    }

    private KnownAgent Describe(string id)
    {
        if (_agents.GetValueOrDefault(id) is not { } known)
        {
            return new(id, nameof(AgentStatus.Present), 0, 0, News: null);
        }

        var news = AgentNews.Of(known.Last, 0, schedule.Agents.Count) with
        {
            Accuracy = known.Evaluated.TestAccuracy,
            TestCost = known.Evaluated.TestCost,
            FirstRound = known.First,
        };
        return new(
            id,
            known.HasEnded ? nameof(AgentStatus.Away) : nameof(AgentStatus.Present),
            known.Last.Round,
            1,
            news,
            time.GetElapsedTime(known.At).TotalSeconds);
    }

    private sealed record Known(RoundMetrics Last, int First, RoundMetrics Evaluated, long At, bool HasEnded);
}
