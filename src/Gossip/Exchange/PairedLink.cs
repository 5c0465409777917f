using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Exchange;

/// <summary>
/// An undirected link: a round counts at both ends or at neither. Each end sends its message and waits for its answer,
/// the neighbour's message of the same round or its word that it declines. A round that went on without the answer
/// leaves the link suspended; when the answer comes, the agent settles c_ij (x_j[n] − x_i[n]).
/// </summary>
internal sealed class PairedLink(
    TopologySchedule schedule,
    int ownIndex,
    int agentIndex,
    OutgoingMessage current,
    Func<OutgoingMessage> make,
    LetterLimits limits)
    : LinkState(schedule, ownIndex, agentIndex, current, limits)
{
    private OutgoingMessage? _kept;
    private OutgoingMessage? _settling;
    private RoundMessage? _taken;
    private RoundMessage? _late;
    private RoundMessage? _settled;
    private double _scheduledWeight;
    private double _openWeight;
    private double _lateWeight;
    private int _open = -1;

    public override bool IsOver => !IsInRound || HasLeft || (_open < 0 && !IsUnconfirmed);

    public override bool IsSuspended => !IsInRound && (_open >= 0 || IsUnconfirmed);

    public override bool IsScheduled => _scheduledWeight > 0;

    public override double UnusedWeight => _taken is null ? _scheduledWeight : 0;

    public override OutgoingMessage Outgoing =>
        _kept?.Round == Offered ? _kept : _settling?.Round == Offered ? _settling : Current;

    public override void GiveUp()
    {
        // What is open stays open; nothing more is counted in this round.
    }

    public override void Collect(RoundMessages result, ulong epoch, ulong newest)
    {
        if (_taken is { } taken)
        {
            result.Add(new(AgentIndex, _scheduledWeight, taken.Vectors, taken.Scalars));
        }

        Settle(result, epoch);
        if (IsInRound && (_open >= 0 || IsUnconfirmed))
        {
            (_kept ??= make()).Keep(Current);
        }

        IsInRound = false;
    }

    public override void Save(StateWriter writer)
    {
        base.Save(writer);
        writer.Write(_open);
        writer.Write(_openWeight);
        writer.Write(_open >= 0 || IsUnconfirmed ? Outgoing : null);
        writer.Write(_lateWeight);
        writer.Write(_late);
        writer.Write(_late is null ? null : _settling);
    }

    public override void Load(StateReader reader)
    {
        base.Load(reader);
        _open = reader.ReadRound();
        _openWeight = reader.ReadDouble();
        _kept = reader.ReadOwn(make());
        _lateWeight = reader.ReadDouble();
        _late = reader.ReadMessage();
        _settling = reader.ReadOwn(make());
    }

    protected override void Start(bool mayGive)
    {
        _scheduledWeight = WeightIn(Round);
        var mayOffer = _scheduledWeight > 0 && _open < 0 && !IsUnconfirmed && !HasLeft;
        if (mayOffer)
        {
            (Offered, _open, _openWeight, IsInRound) = (Round, Round, _scheduledWeight, true);
        }

        for (var early = FirstEarly; early is not null && early.Round <= Round; early = FirstEarly)
        {
            Early.RemoveAt(0);
            Take(early);
        }
    }

    protected override bool IsWanted(int round) => round > Round || round == _open;

    protected override bool IsAnswer(int round) => round == _open;

    protected override void Take(RoundMessage message)
    {
        if (message.Round == _open)
        {
            Answer(message);
        }
        else if (message.Round > Round)
        {
            Early.Add(message);
        }
        else
        {
            Decline(message.Round);
            message.Release();
        }
    }

    protected override void HearDecline(int declined)
    {
        if (_open >= 0 && declined >= _open)
        {
            _open = -1;
        }
    }

    protected override void ReleaseUsed()
    {
        _taken?.Release();
        _settled?.Release();
        (_taken, _settled) = (null, null);
    }

    protected override void Forget()
    {
        _late?.Release();
        (_late, _open) = (null, -1);
    }

    /// <summary>Both ends compare the same two labels, so the round counts at both or at neither.</summary>
    private void Answer(RoundMessage message)
    {
        _open = -1;
        if (message.Epoch != Outgoing.Epoch)
        {
            message.Release();
        }
        else if (IsInRound)
        {
            _taken = message;
        }
        else
        {
            (_late, _lateWeight) = (message, _openWeight);
            (_kept, _settling) = (_settling, _kept);
        }
    }

    /// <summary>A new epoch has begun the sum anew: then nothing is owed any more.</summary>
    private void Settle(RoundMessages result, ulong epoch)
    {
        if (_late is { } late)
        {
            if (late.Epoch == epoch)
            {
                result.AddSettlement(
                    new(AgentIndex, late.Round, _lateWeight, late.Vectors, _settling!.Vectors));
            }

            (_late, _settled) = (null, late);
        }
    }
}
