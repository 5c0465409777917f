namespace Murmuration.Gossip.Exchange;

/// <summary>The letters of a link in both directions, across connections, as a state machine without I/O.</summary>
internal sealed class LetterLink(LetterLimits limits, int ownIndex, int agentIndex)
{
    /// <summary>Letters to the neighbour.</summary>
    public LetterOutbox Outbox { get; } = new(limits);

    /// <summary>Letters of the neighbour.</summary>
    public LetterInbox Inbox { get; } = new(limits);

    /// <summary>What is said of them when the two ends meet.</summary>
    public LetterGreeting Greeting => new(Outbox.Sent, Outbox.Confirmed, Inbox.Arrived);

    /// <summary>The neighbour has sent letters, or taken some, since both began to count.</summary>
    public bool HasPassedAny => Inbox.Arrived > 0 || Outbox.Confirmed > 0;

    /// <summary>
    /// Says whether what the neighbour tells fits what is known here: nobody has taken what was not sent, and nobody
    /// has fewer than the other knows of. Anything else means that one of them has gone back to an earlier state.
    /// </summary>
    /// <param name="theirs">What the neighbour says.</param>
    /// <param name="taken">Letters of this agent that the neighbour has taken.</param>
    public Meeting Compare(LetterGreeting theirs, long taken) =>
        taken < Outbox.Confirmed || theirs.Sent < Inbox.Arrived ? Meeting.TheyForgot
        : Inbox.Taken < theirs.Confirmed || theirs.Arrived > Outbox.Sent ? Meeting.WeForgot
        : Meeting.Agreed;

    /// <summary>Begins to count anew, because one of the two has begun a new life.</summary>
    /// <param name="life">The neighbour's, 0 when this agent has begun one.</param>
    /// <returns>How many letters were dropped.</returns>
    public int Restart(long life) => Inbox.Restart() + Outbox.Restart(life);

    public void Save(StateWriter writer)
    {
        Outbox.Save(writer);
        Inbox.Save(writer);
    }

    public void Load(StateReader reader)
    {
        Outbox.Load(reader, ownIndex);
        Inbox.Load(reader, agentIndex);
    }
}
