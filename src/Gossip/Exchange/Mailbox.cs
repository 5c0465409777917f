using Murmuration.Gossip.Protocol;

namespace Murmuration.Gossip.Exchange;

/// <summary>
/// The letters of an exchange as its algorithm sees them: checks, copies, and callers that wait. Whoever waits is
/// served in the order of asking; letters of any neighbour come in the order of their arrival.
/// </summary>
internal sealed class Mailbox(RoundExchange exchange, LetterLimits limits, Action<IThreadPoolWorkItem>? wake) : IMailbox
{
    /// <summary>So many objects of waits that are over are held for the next ones.</summary>
    private const int MaxFreeWaits = 64;

    private readonly Action<IThreadPoolWorkItem> _wake = wake ?? AsyncPulse.OnThreadPool;
    private readonly List<MailboxWait> _waits = [];
    private readonly Stack<MailboxWait> _freeWaits = new();
    private long _arrivals;

    public int MaxVectorLength => limits.Length;

    /// <summary>Calls that wait for a letter, or for room for one.</summary>
    public int WaitingCalls
    {
        get
        {
            lock (exchange.Gate)
            {
                return _waits.Count;
            }
        }
    }

    public bool TrySend(int agentIndex, int kind, ReadOnlySpan<float> vector, ReadOnlySpan<double> scalars = default)
    {
        var link = Check(agentIndex, kind, vector.Length, scalars.Length);
        if (TryRent(link, kind, vector.Length, scalars, out _) is not { } slot)
        {
            return false;
        }

        vector.CopyTo(slot.Floats.Span);
        Post(link, slot);
        return true;
    }

    public ValueTask<bool> SendAsync(
        int agentIndex,
        int kind,
        ReadOnlyMemory<float> vector,
        ReadOnlyMemory<double> scalars = default,
        CancellationToken cancellationToken = default)
    {
        var link = Check(agentIndex, kind, vector.Length, scalars.Length);
        cancellationToken.ThrowIfCancellationRequested();
        if (TryRent(link, kind, vector.Length, scalars.Span, out var isGone) is { } slot)
        {
            vector.CopyTo(slot.Floats);
            Post(link, slot);
            return new(true);
        }

        return isGone ? new(false) : Begin(link, kind, vector, scalars, cancellationToken).AsSend();
    }

    public Letter? TryReceive() => TryTake(link: null);

    public Letter? TryReceive(int agentIndex) => TryTake(Find(agentIndex));

    public ValueTask<Letter> ReceiveAsync(CancellationToken cancellationToken = default) =>
        ReceiveAsync(link: null, needed: null, cancellationToken)!;

    public ValueTask<Letter> ReceiveAsync(int agentIndex, CancellationToken cancellationToken = default) =>
        ReceiveAsync(Find(agentIndex), needed: null, cancellationToken)!;

    public ValueTask<Letter?> ReceiveNeedingAsync(int agentIndex, CancellationToken cancellationToken = default) =>
        ReceiveAsync(link: null, Find(agentIndex), cancellationToken);

    /// <summary>Takes a fresh letter of a neighbour, and one hold on it; called under the lock of the exchange.
    /// </summary>
    public void Accept(LinkState link, LetterSlot letter)
    {
        link.Letters.Inbox.Accept(letter, ++_arrivals);
        Serve();
    }

    /// <summary>Ends the waits whose turn has come: a letter has arrived, an outbox has room, or nothing more is to be
    /// waited for. Called under the lock of the exchange.</summary>
    public void Serve()
    {
        for (var k = 0; k < _waits.Count;)
        {
            var wait = _waits[k];
            if (TryServe(wait))
            {
                _waits.RemoveAt(k);
                _wake(wait);
            }
            else
            {
                k++;
            }
        }
    }

    /// <summary>Completes what a wait was for; called without the lock.</summary>
    public void Finish(MailboxWait wait, LetterSlot slot, ReadOnlyMemory<float> vector)
    {
        if (wait.IsSend)
        {
            vector.CopyTo(slot.Floats);
            Post(wait.Link!, slot);
        }
        else
        {
            exchange.OnLetters(slot.From);
        }
    }

    public void Cancel(MailboxWait wait)
    {
        lock (exchange.Gate)
        {
            if (_waits.Remove(wait))
            {
                wait.Fail(new OperationCanceledException(wait.CancellationToken));
                _wake(wait);
            }
        }
    }

    /// <summary>Takes back the object of a wait that is over.</summary>
    public void Return(MailboxWait wait)
    {
        lock (exchange.Gate)
        {
            if (_freeWaits.Count < MaxFreeWaits)
            {
                _freeWaits.Push(wait);
            }
        }
    }

    private ValueTask<Letter?> ReceiveAsync(LinkState? link, LinkState? needed, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return TryTake(link) is { } letter
            ? new(letter)
            : Begin(link, kind: -1, default, default, cancellationToken, needed).AsReceive();
    }

    private MailboxWait Begin(
        LinkState? link,
        int kind,
        ReadOnlyMemory<float> vector,
        ReadOnlyMemory<double> scalars,
        CancellationToken cancellationToken,
        LinkState? needed = null)
    {
        var wait = FreeWait();
        wait.Prepare(link, needed, kind, vector, scalars, cancellationToken);
        lock (exchange.Gate)
        {
            // What was looked at before may have changed meanwhile.
            _waits.Add(wait);
            Serve();
        }

        return wait;
    }

    private MailboxWait FreeWait()
    {
        lock (exchange.Gate)
        {
            return _freeWaits.TryPop(out var wait) ? wait : new(this);
        }
    }

    private bool TryServe(MailboxWait wait)
    {
        if (exchange.Failure is { } failure)
        {
            wait.Fail(failure);
            return true;
        }

        if (wait.CancellationToken.IsCancellationRequested)
        {
            wait.Fail(new OperationCanceledException(wait.CancellationToken));
            return true;
        }

        var isGone = false;
        var slot = wait.IsSend ? Rent(wait.Link!, wait.Kind, wait.Length, wait.Scalars, out isGone) : Take(wait.Link);
        wait.End(slot);
        return isGone || slot is not null || (wait.Needed is { } needed && exchange.IsGone(needed));
    }

    private LetterSlot? TryRent(
        LinkState link, int kind, int length, ReadOnlySpan<double> scalars, out bool isGone)
    {
        lock (exchange.Gate)
        {
            exchange.ThrowIfFailed();
            return Rent(link, kind, length, scalars, out isGone);
        }
    }

    private LetterSlot? Rent(LinkState link, int kind, int length, ReadOnlySpan<double> scalars, out bool isGone)
    {
        isGone = exchange.IsGone(link);
        var slot = isGone
            ? null
            : link.Letters.Outbox.TryRent(exchange.AgentIndex, kind, length, scalars, exchange.NewestLife(link));
        if (slot is not null)
        {
            exchange.Meter.LetterSent();
        }

        return slot;
    }

    private void Post(LinkState link, LetterSlot slot)
    {
        lock (exchange.Gate)
        {
            slot.IsReady = true;
            slot.LetGo();
        }

        exchange.OnLetters(link.AgentIndex);
    }

    private LetterSlot? TryTake(LinkState? link)
    {
        LetterSlot? slot;
        lock (exchange.Gate)
        {
            exchange.ThrowIfFailed();
            slot = Take(link);
        }

        if (slot is not null)
        {
            exchange.OnLetters(slot.From);
        }

        return slot;
    }

    private LetterSlot? Take(LinkState? link)
    {
        link ??= FirstArrived();
        if (link?.Letters.Inbox.First is null)
        {
            return null;
        }

        exchange.Meter.LetterTaken();
        return link.Letters.Inbox.Take();
    }

    private LinkState? FirstArrived()
    {
        LinkState? first = null;
        var links = exchange.Core.Links;
        for (var k = 0; k < links.Count; k++)
        {
            var link = links[k];
            if (link.Letters.Inbox.First is { } letter
                && (first is null || letter.Arrival < first.Letters.Inbox.First!.Arrival))
            {
                first = link;
            }
        }

        return first;
    }

    private LinkState Find(int agentIndex) => exchange.Core.Find(agentIndex) ?? throw new ArgumentException(
        $"agent {agentIndex} is no neighbour of agent {exchange.AgentIndex} in any round", nameof(agentIndex));

    private LinkState Check(int agentIndex, int kind, int vectorLength, int scalarCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(kind);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(kind, byte.MaxValue);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scalarCount, FrameFormat.MaxScalars);
        return vectorLength <= limits.Length ? Find(agentIndex) : throw new ArgumentException(
            $"a letter of {vectorLength} floats, where the exchange was opened for letters of at most {limits.Length}",
            nameof(vectorLength));
    }
}
