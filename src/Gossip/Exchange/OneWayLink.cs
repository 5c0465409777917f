using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Exchange;

/// <summary>
/// A neighbour on directed links. Messages carry mass that must arrive once, in whatever round: what comes late is one
/// more contribution then. While this agent's last message is unconfirmed, it sends no other and keeps that share.
/// </summary>
internal sealed class OneWayLink(
    TopologySchedule schedule,
    int ownIndex,
    int agentIndex,
    OutgoingMessage current,
    Func<OutgoingMessage> make,
    LetterLimits limits)
    : LinkState(schedule, ownIndex, agentIndex, current, limits)
{
    private readonly List<RoundMessage> _used = new(Capacity);
    private OutgoingMessage? _kept;
    private double _unsentShare;
    private bool _isScheduled;
    private bool _isSending;
    private bool _isAwaited;
    private bool _isSilent;

    public override bool IsOver => HasLeft || !((_isSending && IsUnconfirmed) || (_isAwaited && !HasCome));

    public override bool IsSuspended => (!_isSending && IsUnconfirmed) || _isSilent;

    public override bool IsScheduled => _isScheduled;

    public override double UnusedWeight => _unsentShare;

    public override OutgoingMessage Outgoing => _kept?.Round == Offered ? _kept : Current;

    /// <summary>Its mass has left this agent; whether it still counts is for its epoch to say.</summary>
    protected override int StillOffered => IsUnconfirmed ? Offered : -1;

    private bool HasCome => Early.Count > 0 && Early[^1].Round >= Round;

    public override bool IsDryIn(int round) =>
        Early.Count == 0 && (_isSilent || (HasLeft && PeerRound < round)) && WeightIn(round) > 0;

    public override void GiveUp() => _isSilent = _isAwaited && !HasCome;

    public override void Collect(RoundMessages result, ulong epoch, ulong newest)
    {
        for (var k = 0; k < Early.Count;)
        {
            var message = Early[k];
            if (message.Round > Round || (message.Epoch != epoch && message.Epoch == newest))
            {
                // Its round is still to come, or its epoch is: this agent has heard of it, but not begun it.
                k++;
                continue;
            }

            Early.RemoveAt(k);
            _used.Add(message);
            if (message.Epoch == epoch)
            {
                result.Add(new(AgentIndex, WeightIn(message.Round), message.Vectors, message.Scalars));
            }
        }

        if (_isSending && IsUnconfirmed)
        {
            (_kept ??= make()).Keep(Current);
        }

        (_isSending, _isAwaited, IsInRound) = (false, false, false);
    }

    public override void Save(StateWriter writer)
    {
        base.Save(writer);
        writer.Write(IsUnconfirmed ? Outgoing : null);
    }

    public override void Load(StateReader reader)
    {
        base.Load(reader);
        _kept = reader.ReadOwn(make());
    }

    protected override void Start(bool mayGive)
    {
        var share = Weight(Schedule.At(Round, AgentIndex), OwnIndex);
        _isScheduled = share > 0 || WeightIn(Round) > 0;
        _isSending = mayGive && share > 0 && !IsUnconfirmed && !HasLeft;
        _unsentShare = _isSending ? 0 : share;
        Offered = _isSending ? Round : Offered;
        _isAwaited = !_isSilent && !HasLeft && WeightIn(Round) > 0;
        IsInRound = _isSending || _isAwaited;
    }

    protected override bool IsWanted(int round) => true;

    protected override bool IsAnswer(int round) => false;

    protected override void Take(RoundMessage message)
    {
        _isSilent = false;
        Early.Add(message);
    }

    protected override void HearDecline(int declined)
    {
        // A receiver of directed messages declines none.
    }

    /// <summary>A neighbour that is where this agent is will send again.</summary>
    protected override void HearRound() => _isSilent &= PeerRound < Round;

    protected override void ReleaseUsed()
    {
        _used.ForEach(static message => message.Release());
        _used.Clear();
    }

    protected override void Forget() => _isSilent = false;
}
