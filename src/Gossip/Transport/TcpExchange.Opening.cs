using Murmuration.Gossip.Exchange;

namespace Murmuration.Gossip.Transport;

/// <summary>
/// The begin of an agent's life: meeting its neighbours, and going on without those that do not come.
/// </summary>
internal sealed partial class TcpExchange
{
    private readonly long _openedAt;
    private bool _isCensusDone;

    private TimeSpan Age => Time.GetElapsedTime(_openedAt);

    /// <summary>Goes on from what an earlier life has saved.</summary>
    private void Resume()
    {
        if (Options.State is { } state)
        {
            LoadState(state);
        }
        else
        {
            ResumeAfter(Options.LastRound);
        }
    }

    private async Task MeetNeighboursAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Options.ConnectTimeout, Time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await UntilAsync(AreAllMet, end.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            GoOnWithoutTheMissing();
        }
    }

    /// <summary>A network that is ahead of this agent does not wait for it, so it does not wait for others.</summary>
    private bool AreAllMet()
    {
        lock (Gate)
        {
            return Array.TrueForAll(_links, link => link.WasConnected || IsDeparted(link))
                || Array.Exists(_links, link => link.State.PeerRound > Core.Round);
        }
    }

    private bool IsDeparted(NeighbourLink link) =>
        Bulletin.Get(link.AgentIndex) is { Status: AgentStatus.Departed };

    private void GoOnWithoutTheMissing()
    {
        lock (Gate)
        {
            var missing = _links.Where(link => !link.WasConnected).ToList();
            if (missing.Find(link => link.Refusal is not null)?.Refusal is { } refusal)
            {
                throw refusal;
            }

            if (missing.Count == _links.Length)
            {
                throw new NeighbourMissingException(
                    $"{missing[0]} did not appear within {Options.ConnectTimeout.TotalSeconds:0.#} s: " +
                    $"{missing[0].Trouble}");
            }

            _logger.BeginsWithout(string.Join(", ", missing));
        }
    }

    /// <summary>An agent that never appears must not keep all others from the census.</summary>
    private void CloseCensusWhenDue()
    {
        if (_isCensusDone || Age < Options.ConnectTimeout + (2 * Options.HeartbeatInterval))
        {
            return;
        }

        lock (Gate)
        {
            _isCensusDone = CensusRecords(Census.Current) is not null;
            if (!_isCensusDone && Census.Close() is { } absent)
            {
                _logger.BeginsWithout(string.Join(", ", absent.Select(index => Schedule.Agents[index])));
                WakeWriters();
            }
        }

        Progress.Pulse();
    }
}
