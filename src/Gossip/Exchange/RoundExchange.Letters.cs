namespace Murmuration.Gossip.Exchange;

/// <summary>The letters of an exchange, and the rounds of those who send them.</summary>
internal abstract partial class RoundExchange
{
    private readonly Mailbox _mailbox;

    IMailbox IRoundExchange.Mailbox => _mailbox;

    /// <summary>What waits in the mailbox and what comes into it.</summary>
    public Mailbox Mailbox => _mailbox;

    /// <summary>Why the exchange cannot go on, null while it can; to be read under the lock.</summary>
    public ExchangeException? Failure => _failure;

    public bool EnterRound(int round)
    {
        var isNew = false;
        lock (Gate)
        {
            RenewIfDisowned();
            isNew = Bulletin.Epoch != _epoch;
            _epoch = Bulletin.Epoch;
            Core.Resume(round);
            LastCompleted = round - 1;
        }

        OnEntered(round);
        return isNew;
    }

    /// <summary>Letters are ready to be sent to a neighbour, or some of its letters have been taken; called without the
    /// lock.</summary>
    public abstract void OnLetters(int agentIndex);

    /// <summary>True when a neighbour takes no letters any more, for good; called under the lock.</summary>
    public virtual bool IsGone(LinkState link) =>
        Bulletin.Get(link.AgentIndex) is { Status: AgentStatus.Departed } record
        && record.Incarnation >= link.PeerIncarnation;

    /// <summary>The newest life of a neighbour that is known here, 0 when none is.</summary>
    public long NewestLife(LinkState link) =>
        Math.Max(link.PeerIncarnation, Bulletin.Get(link.AgentIndex)?.Incarnation ?? 0);

    /// <summary>A round without messages has begun.</summary>
    protected virtual void OnEntered(int round)
    {
    }

    /// <summary>Drops the letters to neighbours that are gone, and lets waiting callers look again; called under the
    /// lock.</summary>
    protected void LookAtLetters()
    {
        for (var k = 0; k < Core.Links.Count; k++)
        {
            var link = Core.Links[k];
            if (!link.Letters.Outbox.IsEmpty && IsGone(link))
            {
                Meter.LettersDropped(link.Letters.Outbox.Clear());
            }
        }

        _mailbox.Serve();
    }
}
