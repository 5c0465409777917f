using Murmuration.Agent.Configuration;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Reports.Runs;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Web;

/// <summary>
/// What has been seen of a run so far, in bounded memory: older points are thinned out. Safe to call from any thread.
/// </summary>
/// <param name="look">Gives what is known of the agents now.</param>
/// <param name="run">What is trained.</param>
/// <param name="schedule">The network.</param>
/// <param name="origin">What the run is made from.</param>
internal sealed class LiveHistory(
    Func<NetworkSnapshot> look, RunOptions run, TopologySchedule schedule, RunOrigin origin)
{
    private const int MostPoints = 300;
    private const int LeastPoints = 30;
    private const int MostPointsInAll = 60_000;
    private const int HangingRounds = 20;

    private readonly Lock _gate = new();
    private readonly ThinnedSeries<NetworkRound> _network = new(MostPoints, static round => round.Round);
    private readonly Track[] _tracks = [.. schedule.Agents.Select(_ => new Track(schedule.Agents.Count))];
    private NetworkSnapshot? _newest;
    private int? _sketchRound;

    /// <summary>Number of agents of the whole network.</summary>
    public int AgentCount => schedule.Agents.Count;

    /// <summary>Looks at the agents.</summary>
    public void Take()
    {
        lock (_gate)
        {
            _newest = look();
            foreach (var agent in _newest.Agents)
            {
                if (schedule.IndexOf(agent.Id) is >= 0 and var index)
                {
                    _tracks[index].Take(agent);
                }
            }

            if (_newest.Totals is { Cost: not null } totals)
            {
                Take(totals, RoundOf(totals, _newest.Agents));
            }
        }
    }

    /// <summary>All that has been seen.</summary>
    /// <param name="isLive">Whether the run goes on.</param>
    public RunOverview Overview(bool isLive)
    {
        lock (_gate)
        {
            var judge = new LiveJudge(schedule, _tracks.Select(track => track.Known), run.Rounds, _newest?.Observer);
            return new()
            {
                Name = run.Name,
                Agents =
                [
                    .. _tracks.Select((track, index) => track.ToOverview(schedule.Agents[index].Id, index, judge)),
                ],
                AgentCount = schedule.Agents.Count,
                Network = _network.Points,
                IsLive = isLive,
                SecondsLeft = isLive ? _newest?.Totals?.SecondsLeft : null,
                Run = run,
                Schedule = schedule,
                Origins = [origin],
            };
        }
    }

    /// <summary>The round of the slowest agent; where it hangs, that of the median one, so that it does not hold the
    /// network's line.</summary>
    private static int RoundOf(NetworkTotals totals, IReadOnlyList<KnownAgent> agents)
    {
        int[] rounds = [.. agents.Where(agent => agent.IsMember).Select(agent => agent.Round).Order()];
        var median = rounds.Length == 0 ? 0 : rounds[rounds.Length / 2];
        return totals.Round < median - HangingRounds ? median : totals.Round;
    }

    /// <summary>Figures that were told before, from sketches of an earlier round, are not told again.</summary>
    private void Take(NetworkTotals totals, int at)
    {
        var isNew = totals.SketchRound != _sketchRound;
        _sketchRound = totals.SketchRound;
        var round = new NetworkRound(
            at,
            totals.Seconds,
            totals.Cost!.Value,
            totals.TestCost,
            totals.Accuracy,
            totals.Disagreement ?? 0,
            isNew ? totals.TrackingDefect : null,
            totals.BytesSent,
            totals.SuspendedLinks)
        {
            Stationarity = isNew ? totals.Stationarity : null,
        };
        if (round.Round != _network.Newest?.Round || isNew)
        {
            _network.Add(round);
        }
    }

    /// <summary>One agent's part.</summary>
    private sealed class Track(int agentCount)
    {
        private readonly AgentHistory _history =
            new(agentCount, Math.Clamp(MostPointsInAll / agentCount, LeastPoints, MostPoints));

        private (long Incarnation, int Round, double Seconds) _seen;
        private (double? TestCost, double? Accuracy) _evaluated;
        private double? _stationarity;

        /// <summary>What is known of it now.</summary>
        public KnownAgent? Known { get; private set; }

        public void Take(KnownAgent known)
        {
            Known = known;
            var (news, key) = (known.News, (known.Incarnation, known.Round, known.News?.Seconds ?? 0));
            if (news?.Cost is not { } cost || key == _seen)
            {
                return;
            }

            _seen = key;
            var isEvaluated = (news.TestCost, news.Accuracy) != _evaluated;
            _evaluated = (news.TestCost, news.Accuracy);
            var isSketched = news.Stationarity != _stationarity;
            _stationarity = news.Stationarity;
            _history.OnRound(new RoundMetrics
            {
                Agent = known.Id,
                Round = known.Round,
                Seconds = news.Seconds,
                Cost = cost,
                Penalty = 0,
                TestCost = isEvaluated ? news.TestCost : null,
                TestAccuracy = isEvaluated ? news.Accuracy : null,
                Disagreement = news.Disagreement ?? double.NaN,
                Stationarity = isSketched ? news.Stationarity : null,
                Staleness = news.Staleness,
                SecondsComputing = news.SecondsComputing,
                SecondsWaiting = news.SecondsWaiting,
                BytesSent = news.BytesSent,
                BytesReceived = news.BytesReceived,
                SuspendedLinks = news.SuspendedLinks,
                Epochs = news.Epochs,
                Links = news.Links,
            });
        }

        public AgentOverview ToOverview(string id, int index, LiveJudge judge)
        {
            var (standing, text) = judge.Of(index);
            var overview = _history.ToOverview(id, index, farthest: 0);
            return overview with
            {
                Standing = standing,
                StandingText = text,
                Totals = overview.Totals is null ? null : overview.Totals with { Round = Known?.Round ?? 0 },
            };
        }
    }
}
