using Murmuration.Gossip.Exchange;

namespace Murmuration.Gossip.Transport;

/// <summary>The watch over time: signs of life, neighbours that are away too long, and a word on whom one waits
/// for.</summary>
internal sealed partial class TcpExchange
{
    private long _lastWordAt;

    private TimeSpan TickInterval =>
        TimeSpan.FromTicks(Math.Max(
            TimeSpan.TicksPerMillisecond,
            new[]
            {
                Options.HeartbeatInterval, Options.WaitingLogInterval,
                Options.ConnectTimeout / 4, Options.LinkTimeout / 8,
            }.Min().Ticks));

    private async Task WatchAsync(CancellationToken stopping)
    {
        _lastWordAt = Time.GetTimestamp();
        using var timer = new PeriodicTimer(TickInterval, Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                Tick();
            }
        }
        catch (OperationCanceledException)
        {
            // The exchange ends.
        }
    }

    private void Tick()
    {
        var silent = new List<Connection>();
        lock (Gate)
        {
            foreach (var link in _links)
            {
                if (link.Connection is not { } connection)
                {
                    FailWhenAwayTooLong(link);
                }
                else if (connection.Silence > Options.LinkTimeout / 2)
                {
                    silent.Add(connection);
                }
                else
                {
                    connection.RequestHeartbeat();
                }
            }
        }

        silent.ForEach(connection => connection.Abort("no sign of life"));
        if (Time.GetElapsedTime(_lastWordAt) >= Options.WaitingLogInterval)
        {
            SayWhomItWaitsFor();
        }
    }

    private void FailWhenAwayTooLong(NeighbourLink link)
    {
        var limit = link.WasConnected ? Options.LinkTimeout : Options.ConnectTimeout;
        if (link.HasLeft || IsLeaving || Time.GetElapsedTime(link.DownSince) < limit)
        {
            return;
        }

        Fail(link.Refusal is { } refusal
            ? refusal
            : new NeighbourMissingException(link.WasConnected
                ? $"{link} vanished and did not come back within {limit.TotalSeconds:0.#} s: {link.Trouble}"
                : $"{link} did not appear within {limit.TotalSeconds:0.#} s: {link.Trouble}"));
    }

    private void SayWhomItWaitsFor()
    {
        lock (Gate)
        {
            var away = _links.Where(link => link.Connection is null && !link.HasLeft).ToList();
            if (away.Count > 0)
            {
                _logger.WaitingForNeighbours(
                    string.Join(", ", away.Select(link => $"{link}: {link.Trouble}")));
            }
            else if (WaitingSince is not 0 and var since && Time.GetElapsedTime(since) >= Options.WaitingLogInterval)
            {
                var late = _links.Where(link => Core.IsMissing(link.AgentIndex) || link.IsUnsettled);
                _logger.WaitingInRound(
                    Core.Round, string.Join(", ", late), Time.GetElapsedTime(since).TotalSeconds);
            }
        }

        _lastWordAt = Time.GetTimestamp();
    }
}
