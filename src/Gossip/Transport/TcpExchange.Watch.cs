namespace Murmuration.Gossip.Transport;

/// <summary>The watch over time: signs of life, deadlines of rounds, neighbours that are away too long, and a word on
/// whom one waits for.</summary>
internal sealed partial class TcpExchange
{
    /// <summary>Deadlines are kept to this.</summary>
    private static readonly TimeSpan Resolution = TimeSpan.FromMilliseconds(100);

    private long _lastWordAt;
    private long _lastHeartbeatAt;

    private TimeSpan TickInterval =>
        TimeSpan.FromTicks(Math.Max(
            TimeSpan.TicksPerMillisecond,
            new[]
            {
                Resolution, Options.HeartbeatInterval, Options.WaitingLogInterval, Options.ConnectTimeout / 4,
                Options.LinkTimeout / 8, Options.DeadlineFloor / 2,
            }.Min().Ticks));

    private TimeSpan HeartbeatInterval =>
        Options.HeartbeatInterval < Options.LinkTimeout / 8 ? Options.HeartbeatInterval : Options.LinkTimeout / 8;

    private async Task WatchAsync(CancellationToken stopping)
    {
        _lastWordAt = _lastHeartbeatAt = Time.GetTimestamp();
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
        CheckDeadline();
        ConfirmLoans();
        if (Time.GetElapsedTime(_lastHeartbeatAt) >= HeartbeatInterval)
        {
            LookAtConnections();
            _lastHeartbeatAt = Time.GetTimestamp();
        }

        CloseCensusWhenDue();
        if (Time.GetElapsedTime(_lastWordAt) >= Options.WaitingLogInterval)
        {
            SayWhomItWaitsFor();
        }
    }

    /// <summary>A neighbour whose deadline is near is not to lose its connection because this agent computes.</summary>
    private void ConfirmLoans()
    {
        lock (Gate)
        {
            foreach (var link in _links)
            {
                link.Connection?.ConfirmLoan();
            }
        }
    }

    private void LookAtConnections()
    {
        var silent = new List<Connection>();
        lock (Gate)
        {
            foreach (var link in _links)
            {
                if (link.Connection is not { } connection)
                {
                    BuryWhenAwayTooLong(link);
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
    }

    /// <summary>A neighbour that others still have news of is alive, although this agent cannot reach it.</summary>
    private void BuryWhenAwayTooLong(NeighbourLink link)
    {
        var news = Bulletin.Get(link.AgentIndex);
        if (!ReferenceEquals(news, link.News))
        {
            (link.News, link.NewsAt) = (news, Time.GetTimestamp());
        }

        if (Options.DeadAfter is { } limit
            && link.WasConnected && !IsLeaving
            && Time.GetElapsedTime(Math.Max(link.DownSince, link.NewsAt)) >= limit
            && Bulletin.Bury(link.AgentIndex))
        {
            _logger.DeclaredDead(link.ToString(), limit.TotalSeconds);
        }
    }

    private void SayWhomItWaitsFor()
    {
        lock (Gate)
        {
            var away = _links.Where(link => link.Connection is null && !link.State.HasLeft).ToList();
            if (away.Count > 0)
            {
                _logger.WaitingForNeighbours(
                    string.Join(", ", away.Select(link => $"{link}: {link.Trouble}")));
            }
            else if (WaitingSince is not 0 and var since && Time.GetElapsedTime(since) >= Options.WaitingLogInterval)
            {
                var late = _links.Where(IsWaitedFor);
                _logger.WaitingInRound(
                    Core.Round, string.Join(", ", late), Time.GetElapsedTime(since).TotalSeconds);
            }
        }

        _lastWordAt = Time.GetTimestamp();
    }
}
