using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Metrics;

/// <summary>What a simulation knows of one of its agents. Safe to call from any thread; agents do not disturb each
/// other.</summary>
internal sealed class WatchedAgent(string id, int agentCount, TimeProvider time)
{
    private readonly Lock _gate = new();
    private RoundMetrics? _last;
    private int _first;
    private double? _accuracy;
    private double? _testCost;
    private double? _stationarity;
    private long _at;
    private bool _hasEnded;

    /// <summary>It has finished a round.</summary>
    public void OnRound(RoundMetrics metrics)
    {
        lock (_gate)
        {
            if (_last is null)
            {
                (_last, _first) = (metrics with { }, metrics.Round);
            }

            _last.CopyFrom(metrics);
            (_accuracy, _testCost) = metrics.TestCost is null
                ? (_accuracy, _testCost)
                : (metrics.TestAccuracy, metrics.TestCost);
            _stationarity = metrics.Stationarity ?? _stationarity;
            (_at, _hasEnded) = (time.GetTimestamp(), false);
        }
    }

    /// <summary>It has ended.</summary>
    public void OnEnd()
    {
        lock (_gate)
        {
            _hasEnded = _last is not null;
        }
    }

    /// <summary>The agent now.</summary>
    public KnownAgent Describe()
    {
        lock (_gate)
        {
            if (_last is null)
            {
                return new(id, nameof(AgentStatus.Present), 0, 0, News: null);
            }

            var news = AgentNews.Of(_last, 0, agentCount) with
            {
                Accuracy = _accuracy,
                TestCost = _testCost,
                Stationarity = _stationarity,
                FirstRound = _first,
                Links = _last.Links is { } links ? [.. links] : null,
            };
            return new(
                id,
                _hasEnded ? nameof(AgentStatus.Away) : nameof(AgentStatus.Present),
                _last.Round,
                1,
                news,
                time.GetElapsedTime(_at).TotalSeconds);
        }
    }
}
