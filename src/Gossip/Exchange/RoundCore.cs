using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Exchange;

/// <summary>
/// The rounds of one agent as a state machine without socket, clock or thread: what it waits for, what it keeps for
/// later, what it settles and what it drops. The caller guards it with one lock.
/// </summary>
internal sealed class RoundCore
{
    /// <summary>So many rounds are looked through for one in which a neighbour went on without this agent.</summary>
    private const int LookAhead = 64;

    private readonly TopologySchedule _schedule;
    private readonly int _agentIndex;
    private readonly ExchangeMeter _meter;
    private readonly LinkState[] _links;
    private readonly RoundMessages _result = new();
    private readonly OutgoingMessage _current;
    private bool _isOpen;
    private bool _isReleased;
    private bool _isDry;

    /// <param name="schedule">The links of every round.</param>
    /// <param name="agentIndex">This agent.</param>
    /// <param name="meter">Counts what is dropped, suspended and settled.</param>
    /// <param name="make">Makes memory for this agent's own messages, in the form that the transport sends.</param>
    /// <param name="letters">How much memory letters may take.</param>
    public RoundCore(
        TopologySchedule schedule,
        int agentIndex,
        ExchangeMeter meter,
        Func<OutgoingMessage>? make = null,
        LetterLimits letters = default)
    {
        _schedule = schedule;
        _agentIndex = agentIndex;
        _meter = meter;
        make ??= static () => new();
        _current = make();
        _links =
        [
            .. schedule.EverNeighbours(agentIndex).Select<int, LinkState>(j => schedule.Directed
                ? new OneWayLink(schedule, agentIndex, j, _current, make, letters)
                : new PairedLink(schedule, agentIndex, j, _current, make, letters)),
        ];
        Neighbourhood = schedule.At(0, agentIndex);
    }

    /// <summary>The round begun last, −1 before the first.</summary>
    public int Round { get; private set; } = -1;

    /// <summary>Label of the tracking epoch that the round begun last belongs to.</summary>
    public ulong Epoch { get; private set; }

    /// <summary>The links of the round begun last, as scheduled.</summary>
    public Neighbourhood Neighbourhood { get; private set; }

    /// <summary>All links of the schedule, ascending by neighbour.</summary>
    public IReadOnlyList<LinkState> Links => _links;

    /// <summary>This agent's message of the round begun last.</summary>
    public OutgoingMessage Outgoing => _current;

    /// <summary>Every link that takes part has been answered and has confirmed.</summary>
    public bool IsComplete => !_isReleased && Array.TrueForAll(_links, static link => link.IsOver);

    /// <summary>
    /// Every neighbour of the present round is away for now. An agent that is cut off like this must not hurry: rounds
    /// without neighbours take no time, and it would be through with them before the others are back.
    /// </summary>
    public bool IsCutOff(Bulletin bulletin)
    {
        if (_schedule.Directed)
        {
            return _isDry && IsDryIn(Round) && IsAnyDryMember(bulletin);
        }

        var isAnyAway = false;
        foreach (var link in _links)
        {
            if (link.IsScheduled && !link.IsAway)
            {
                return false;
            }

            isAnyAway |= link.IsScheduled
                && bulletin.Get(link.AgentIndex) is not { Status: AgentStatus.Departed };
        }

        return isAnyAway;
    }

    /// <summary>How many links owe something to this agent, or wait for something from it.</summary>
    public int SuspendedCount
    {
        get
        {
            var count = 0;
            foreach (var link in _links)
            {
                count += link.IsSuspended ? 1 : 0;
            }

            return count;
        }
    }

    public LinkState? Find(int agentIndex)
    {
        foreach (var link in _links)
        {
            if (link.AgentIndex == agentIndex)
            {
                return link;
            }
        }

        return null;
    }

    /// <summary>
    /// The round after the one begun last, or the newest that a neighbour is in, when one has gone on without this
    /// agent in a round that they have a link in.
    /// </summary>
    public int NextRound()
    {
        var next = Round + 1;
        var newest = next;
        foreach (var link in _links)
        {
            if (link.PeerRound > newest && WasPassedBy(link, next))
            {
                newest = link.PeerRound;
            }
        }

        return newest;
    }

    /// <summary>Goes on from a round done in an earlier life.</summary>
    public void Resume(int lastRound) => Round = lastRound;

    /// <summary>Begins a round: frees what the round before used, and offers the agent's message to its
    /// links.</summary>
    public void Begin(int round, ulong epoch, ReadOnlyMemory<float> vectors, ReadOnlyMemory<double> scalars)
    {
        _result.Clear();
        (Round, Epoch, _isOpen) = (round, epoch, true);
        Neighbourhood = _schedule.At(round, _agentIndex);
        _current.Set(round, epoch, vectors, scalars);
        _isDry = IsDryIn(round);
        foreach (var link in _links)
        {
            link.Begin(round, mayGive: !_isDry);
        }
    }

    /// <summary>Says what would become of a message, without taking it.</summary>
    public Arrival Classify(int fromIndex, int round) => Find(fromIndex)?.Classify(round) ?? Arrival.Unexpected;

    /// <summary>Takes a message: keeps it when fresh, else counts it and leaves it with the caller.</summary>
    public Arrival Accept(int fromIndex, RoundMessage message)
    {
        var arrival = Classify(fromIndex, message.Round);
        if (arrival == Arrival.Fresh)
        {
            Find(fromIndex)!.Accept(message);
        }
        else
        {
            Drop(fromIndex, message.Round, arrival);
        }

        return arrival;
    }

    /// <summary>Counts a message that is not kept; one that is declined is answered by that.</summary>
    public void Drop(int fromIndex, int round, Arrival arrival)
    {
        switch (arrival)
        {
            case Arrival.Duplicate:
                _meter.Duplicate();
                break;
            case Arrival.Stale:
                _meter.Stale();
                break;
            case Arrival.Declined:
                _meter.Declined();
                Find(fromIndex)!.Decline(round);
                break;
        }
    }

    /// <summary>True while the present round waits for this neighbour.</summary>
    public bool IsMissing(int fromIndex) => _isOpen && Find(fromIndex) is { IsOver: false };

    /// <summary>True when the message of the present round goes to this neighbour.</summary>
    public bool IsOffered(int toIndex) => Find(toIndex) is { } link && link.Offered == Round;

    /// <summary>Ends the present round without the links that are not over; they are suspended until they
    /// settle.</summary>
    public void GiveUp()
    {
        foreach (var link in _links)
        {
            if (!link.IsOver)
            {
                link.GiveUp();
                _meter.Suspended();
            }
        }
    }

    /// <summary>
    /// Ends the round: its contributions in agent order, the agent's own among them with the weight of what is not
    /// used, and the settlements of earlier rounds.
    /// </summary>
    /// <param name="newestEpoch">Label of the newest tracking epoch known.</param>
    public RoundMessages Collect(ulong newestEpoch)
    {
        var isOwnAdded = false;
        _result.Start(Round, Capacity);
        var own = new Contribution(_agentIndex, OwnWeight(), _current.Vectors, _current.Scalars);
        foreach (var link in _links)
        {
            if (!isOwnAdded && link.AgentIndex > _agentIndex)
            {
                _result.AddOwn(own);
                isOwnAdded = true;
            }

            link.Collect(_result, Epoch, newestEpoch);
        }

        if (!isOwnAdded)
        {
            _result.AddOwn(own);
        }

        _meter.Settled(_result.Settlements.Length);
        _isOpen = false;
        return _result;
    }

    /// <summary>Compares the ends of a link, takes what the neighbour says, and begins anew where either has a new
    /// incarnation.</summary>
    /// <param name="fromIndex">The neighbour.</param>
    /// <param name="theirs">What it says.</param>
    /// <param name="incarnation">This agent's incarnation.</param>
    public Meeting Meet(int fromIndex, LinkGreeting theirs, long incarnation)
    {
        var link = Find(fromIndex)!;
        if (HasForgotten(fromIndex, theirs, incarnation))
        {
            return Meeting.TheyForgot;
        }

        if (theirs.PeerIncarnation > incarnation)
        {
            return Meeting.WeForgot;
        }

        if (theirs.Incarnation != link.PeerIncarnation || theirs.PeerIncarnation != incarnation)
        {
            _meter.LettersDropped(link.Reset(theirs.Incarnation));
            link.TryHear(new(-1, -1, theirs.Report.Round));
            return Meeting.Agreed;
        }

        var meeting = link.Compare(theirs);
        if (meeting == Meeting.Agreed)
        {
            link.HasLeft = false;
            link.TryHear(theirs.Report);
            link.Letters.Outbox.GoOnBehind(theirs.Letters.Arrived);
        }

        return meeting;
    }

    /// <summary>True when a neighbour no longer knows what it had sent or confirmed, or is back in a life that is over.
    /// Changes nothing.</summary>
    public bool HasForgotten(int fromIndex, LinkGreeting theirs, long incarnation)
    {
        var link = Find(fromIndex)!;
        if (theirs.Incarnation != link.PeerIncarnation)
        {
            return theirs.Incarnation < link.PeerIncarnation;
        }

        // Whoever has exchanged messages with this life of this agent has been told of it.
        return theirs.PeerIncarnation == incarnation
            ? link.Compare(theirs) == Meeting.TheyForgot
            : theirs.PeerIncarnation < incarnation
                && (link.Received >= 0 || link.Confirmed >= 0 || link.Letters.HasPassedAny);
    }

    /// <summary>What this agent says of a link when the two meet.</summary>
    public LinkGreeting Greet(int toIndex, long incarnation)
    {
        var link = Find(toIndex)!;
        return new(
            incarnation, link.PeerIncarnation, link.Offered, link.Confirmed, Report(link), link.Letters.Greeting);
    }

    /// <summary>What this agent says of a link now and then.</summary>
    public LinkReport Report(LinkState link) => 
        new(link.Received, link.Declined, Round, link.Letters.Inbox.Taken);

    /// <summary>Begins all links anew, because this agent has a new incarnation; what still comes on the connections of
    /// the old one is forgotten at the next meeting.</summary>
    public void ResetAll()
    {
        foreach (var link in _links)
        {
            _meter.LettersDropped(link.Reset(peerIncarnation: 0));
        }
    }

    /// <summary>Frees every message still held; no round completes any more.</summary>
    public void ReleaseAll()
    {
        _isReleased = true;
        _result.Clear();
        foreach (var link in _links)
        {
            link.ReleaseAll();
        }
    }

    private int Capacity => 1 + (_links.Length * (LinkState.Capacity + 1));

    /// <summary>The round has links into this agent, and all of them are dry.</summary>
    private bool IsDryIn(int round)
    {
        var (count, dry) = (_schedule.At(round, _agentIndex).InNeighbours.Length, 0);
        foreach (var link in _links)
        {
            dry += link.IsDryIn(round) ? 1 : 0;
        }

        return count > 0 && dry == count;
    }

    private bool IsAnyDryMember(Bulletin bulletin)
    {
        foreach (var link in _links)
        {
            if (link.IsDryIn(Round) && bulletin.Get(link.AgentIndex) is not { Status: AgentStatus.Departed })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What a link does not use falls to the diagonal.</summary>
    private double OwnWeight()
    {
        var weight = Neighbourhood.SelfWeight;
        foreach (var link in _links)
        {
            weight += link.UnusedWeight;
        }

        return weight;
    }

    /// <summary>True when the neighbour has begun a round beyond one that this agent has not done and in which it would
    /// have had to wait for this agent.</summary>
    private bool WasPassedBy(LinkState link, int next)
    {
        for (var round = next; round < Math.Min(link.PeerRound, next + LookAhead); round++)
        {
            if (_schedule.At(round, _agentIndex).OutNeighbours.Contains(link.AgentIndex))
            {
                return true;
            }
        }

        return false;
    }
}
