using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Exchange;

/// <summary>
/// What an agent knows of its link with one neighbour, across rounds and connections, as a state machine without I/O.
/// At most one message of this agent is unconfirmed at a time, so that a link needs a bounded memory whatever happens.
/// </summary>
internal abstract class LinkState(
    TopologySchedule schedule, int ownIndex, int agentIndex, OutgoingMessage current, LetterLimits limits)
{
    /// <summary>Messages that may lie here before their round.</summary>
    public const int Capacity = 2;

    private readonly List<RoundMessage> _early = new(Capacity);

    /// <summary>The neighbour.</summary>
    public int AgentIndex => agentIndex;

    /// <summary>The letters of the link.</summary>
    public LetterLink Letters { get; } = new(limits, ownIndex, agentIndex);

    /// <summary>What has passed over the link.</summary>
    public LinkMeter Meter { get; } = new();

    /// <summary>Incarnation of the neighbour that this state refers to, 0 before the first meeting.</summary>
    public long PeerIncarnation { get; private set; }

    /// <summary>Round of this agent's newest message on this link, −1 before the first.</summary>
    public int Offered { get; protected set; } = -1;

    /// <summary>Round of this agent's newest message that the neighbour has confirmed, −1 before the first.</summary>
    public int Confirmed { get; private set; } = -1;

    /// <summary>Round of the last message that came, −1 before the first.</summary>
    public int Received { get; private set; } = -1;

    /// <summary>Last round of the neighbour's messages that does not count here, −1 for none.</summary>
    public int Declined { get; private set; } = -1;

    /// <summary>The round that the neighbour is in as far as is known, −1 before its first.</summary>
    public int PeerRound { get; private set; } = -1;

    /// <summary>The neighbour has ended in order, and has not come back yet.</summary>
    public bool HasLeft { get; set; }

    /// <summary>A message of this agent waits to be sent or confirmed.</summary>
    public bool IsUnconfirmed => Offered > Confirmed;

    /// <summary>The link takes part in the present round.</summary>
    public bool IsInRound { get; protected set; }

    /// <summary>The present round need not wait for this link.</summary>
    public abstract bool IsOver { get; }

    /// <summary>An earlier round of this link is not settled yet: no new one travels on it.</summary>
    public abstract bool IsSuspended { get; }

    /// <summary>The schedule has this link in the present round.</summary>
    public abstract bool IsScheduled { get; }

    /// <summary>The neighbour cannot take part in the present round, but may come back.</summary>
    public bool IsAway => !IsInRound && (IsSuspended || (HasLeft && PeerRound < Round));

    /// <summary>What the present round of the schedule gives to this link and the link does not use.</summary>
    public abstract double UnusedWeight { get; }

    /// <summary>The unconfirmed message, to be sent (again) from its start on a new connection.</summary>
    public abstract OutgoingMessage Outgoing { get; }

    /// <summary>Round of a message that the next life of the neighbour is still to get, −1 for none.</summary>
    protected virtual int StillOffered => -1;

    /// <summary>A message that came before its round, null when there is none.</summary>
    public RoundMessage? FirstEarly => _early.Count > 0 ? _early[0] : null;

    protected TopologySchedule Schedule => schedule;

    protected int OwnIndex => ownIndex;

    /// <summary>The agent's message of the present round.</summary>
    protected OutgoingMessage Current => current;

    protected List<RoundMessage> Early => _early;

    /// <summary>The present round of the agent; what was used in the round before has been released.</summary>
    protected int Round { get; private set; } = -1;

    /// <summary>Begins a round: frees what the round before used, offers the agent's message if the link may take
    /// part.</summary>
    /// <param name="round">The round.</param>
    /// <param name="mayGive">The agent may give mass away; see <see cref="IsDryIn"/>.</param>
    public void Begin(int round, bool mayGive = true)
    {
        Round = round;
        ReleaseUsed();
        Start(mayGive);
    }

    /// <summary>A directed link of the round from which nothing has come for so long that nothing is waited for. An
    /// agent all of whose in-links are dry would drain itself by what it gives away.</summary>
    public virtual bool IsDryIn(int round) => false;

    /// <summary>What would become of a message, without taking it.</summary>
    public Arrival Classify(int round) =>
        round < 0 ? Arrival.Unexpected
        : round == Received ? Arrival.Duplicate
        : round < Received ? Arrival.Stale
        : WeightIn(round) <= 0 ? Arrival.Unexpected
        : !IsWanted(round) ? Arrival.Declined
        : IsAnswer(round) || _early.Count < Capacity ? Arrival.Fresh
        : Arrival.TooEarly;

    /// <summary>Takes a message that is fresh; the link owns its memory from then on.</summary>
    public void Accept(RoundMessage message)
    {
        Received = message.Round;
        Take(message);
    }

    /// <summary>Notes a message that does not count at this end.</summary>
    public void Decline(int round)
    {
        Received = Math.Max(Received, round);
        Declined = Math.Max(Declined, round);
    }

    /// <summary>Takes what the neighbour says; false when it confirms what was never sent.</summary>
    public bool TryHear(LinkReport report)
    {
        if (report.Received > Offered || report.Declined > Offered || !Letters.Outbox.TryConfirm(report.Taken))
        {
            return false;
        }

        Confirmed = Math.Max(Confirmed, report.Received);
        PeerRound = Math.Max(PeerRound, report.Round);
        HearDecline(report.Declined);
        HearRound();
        return true;
    }

    /// <summary>
    /// Says whether what the neighbour tells fits what is known here. At most one message of each end is unconfirmed,
    /// so what came last at one end is the newest message of the other, or the newest that the other knows to have
    /// come. Anything else means that one of them has gone back to an earlier state.
    /// </summary>
    public Meeting Compare(LinkGreeting theirs) =>
        theirs.Report.Received < Confirmed || theirs.Sent < Received ? Meeting.TheyForgot
        : Received < theirs.Confirmed || theirs.Report.Received > Offered ? Meeting.WeForgot
        : theirs.Report.Received > Confirmed && theirs.Report.Received != Offered ? Meeting.WeForgot
        : Received > theirs.Confirmed && Received != theirs.Sent ? Meeting.TheyForgot
        : Letters.Compare(theirs.Letters, theirs.Report.Taken);

    /// <summary>The round ends without the answers that have not come.</summary>
    public abstract void GiveUp();

    /// <summary>Adds what the link brings to the present round, and keeps a copy of what is still needed.</summary>
    /// <param name="result">The round's contributions and settlements.</param>
    /// <param name="epoch">Label of the round.</param>
    /// <param name="newest">Label of the newest epoch known.</param>
    public abstract void Collect(RoundMessages result, ulong epoch, ulong newest);

    /// <summary>Forgets everything, because one of the two agents has; it begins anew with the given
    /// incarnation.</summary>
    /// <returns>How many letters are lost by that.</returns>
    public int Reset(long peerIncarnation)
    {
        (PeerIncarnation, HasLeft, IsInRound) = (peerIncarnation, false, false);
        (Offered, Confirmed, Received, Declined, PeerRound) = (StillOffered, -1, -1, -1, -1);
        Forget();
        ReleaseEarly();
        return Letters.Restart(peerIncarnation);
    }

    /// <summary>Frees all memory of messages.</summary>
    public void ReleaseAll()
    {
        ReleaseUsed();
        Forget();
        ReleaseEarly();
    }

    /// <summary>Writes what a later start needs to go on from exactly here.</summary>
    public virtual void Save(StateWriter writer)
    {
        writer.Write(PeerIncarnation);
        foreach (var number in (ReadOnlySpan<int>)[Offered, Confirmed, Received, Declined])
        {
            writer.Write(number);
        }

        writer.Write(_early.Count);
        _early.ForEach(writer.Write);
        Letters.Save(writer);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public virtual void Load(StateReader reader)
    {
        PeerIncarnation = reader.ReadLong();
        Offered = reader.ReadRound();
        Confirmed = reader.ReadRound();
        Received = reader.ReadRound();
        Declined = reader.ReadRound();
        for (var count = reader.ReadCount(Capacity); count > 0; count--)
        {
            if (reader.ReadMessage() is { } message)
            {
                _early.Add(message);
            }
        }

        Letters.Load(reader);
    }

    protected abstract void Start(bool mayGive);

    /// <summary>True when a message of the round would count here, in time or late.</summary>
    protected abstract bool IsWanted(int round);

    /// <summary>True when a message of the round is what the link waits for, so that it needs no room among the early
    /// ones.</summary>
    protected abstract bool IsAnswer(int round);

    protected abstract void Take(RoundMessage message);

    protected abstract void HearDecline(int declined);

    /// <summary>The neighbour has told which round it is in.</summary>
    protected virtual void HearRound()
    {
    }

    /// <summary>Gives back what was handed out for the round before.</summary>
    protected abstract void ReleaseUsed();

    /// <summary>Drops rounds that are open or wait for their settlement.</summary>
    protected abstract void Forget();

    /// <summary>Weight that this agent gives to the neighbour's message of a round, 0 without a link.</summary>
    protected double WeightIn(int round) => Weight(schedule.At(round, ownIndex), agentIndex);

    protected static double Weight(Neighbourhood neighbourhood, int fromIndex)
    {
        foreach (var neighbour in neighbourhood.InNeighbours)
        {
            if (neighbour.AgentIndex == fromIndex)
            {
                return neighbour.Weight;
            }
        }

        return 0;
    }

    private void ReleaseEarly()
    {
        _early.ForEach(static message => message.Release());
        _early.Clear();
    }
}
