using Murmuration.Agent.Metrics;
using Murmuration.Agent.Training;

namespace Murmuration.Agent.Telemetry;

/// <summary>
/// Whether an agent lives and whether it trains. It lives while rounds come to their end, or it waits for others: a
/// neighbour's failure must not get it restarted. Safe to call from any thread.
/// </summary>
internal sealed class AgentHealth : IMetricsSink
{
    /// <summary>A round that computes for longer than this, and than ten times the longest so far, is stuck.</summary>
    private const double PatientSeconds = 300;

    private const double Factor = 10;

    private readonly RunControl _control;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private long _progressAt;
    private double _longest;
    private int _round = -1;
    private bool _hasEnded;

    /// <summary>Begins to watch.</summary>
    public AgentHealth(RunControl control, TimeProvider time)
    {
        (_control, _time) = (control, time);
        _progressAt = time.GetTimestamp();
    }

    public void OnRound(RoundMetrics metrics)
    {
        lock (_gate)
        {
            var own = _time.GetElapsedTime(_progressAt).TotalSeconds - metrics.SecondsWaiting;
            _longest = _round < 0 ? 0 : Math.Max(_longest, own);
            (_round, _progressAt) = (metrics.Round, _time.GetTimestamp());
        }
    }

    public void OnEnd(AgentSummary summary)
    {
        lock (_gate)
        {
            _hasEnded = true;
        }
    }

    /// <summary>Why the agent counts as stuck; null while it lives.</summary>
    public string? WhyStuck()
    {
        lock (_gate)
        {
            var silent = _time.GetElapsedTime(_progressAt).TotalSeconds;
            return _hasEnded || silent < Math.Max(PatientSeconds, Factor * _longest) || IsWaiting()
                ? null
                : $"nothing has happened for {silent:F0} s after round {_round}, and it waits for nobody";
        }
    }

    /// <summary>Why the agent does not train; null while it does.</summary>
    public string? WhyNotReady()
    {
        lock (_gate)
        {
            return _hasEnded ? "it has ended"
                : _round >= 0 ? null
                : _control.Exchange is null ? "it waits for its neighbours"
                : "it takes the census of its network";
        }
    }

    /// <summary>Without a neighbourhood it waits for one; whoever serves letters beside its rounds waits in that call
    /// always.</summary>
    private bool IsWaiting() =>
        _control.Exchange is not { } exchange || exchange.WaitingCalls > (_control.IsServing ? 1 : 0);
}
