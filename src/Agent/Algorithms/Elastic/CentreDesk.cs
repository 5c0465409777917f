using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Algorithms.Elastic;

/// <summary>
/// What an agent has to do with centres beside its training: its place in the tree, the centre that it hosts, its
/// requests to the centre above, the newest centre that it knows, and the loop that takes every letter.
/// </summary>
/// <remarks>
/// Whoever hosts a centre answers whoever asks, at once and beside its own training, so that a slow or dead worker
/// blocks nobody. Each worker has one request under way, so that the letters of a link stay few.
/// </remarks>
internal sealed class CentreDesk
{
    /// <summary>An agent that is to end does not stand still for longer, whatever its patience in rounds.</summary>
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(5);

    private readonly Centre _centre;
    private readonly CentreInquiry _inquiry;
    private readonly CentreLives _lives;
    private readonly TimeSpan _patience;
    private readonly Lock _knownGate = new();
    private readonly float[] _known;
    private readonly float[] _last;
    private readonly TimeProvider _time;
    private volatile bool _isHosting;
    private int _knownRound = -1;
    private bool _isNew;
    private bool _isBack;
    private bool _isParting;
    private bool _hasLast;
    private int _lastRound;

    /// <summary>Makes the desk of an agent.</summary>
    /// <param name="place">The agent.</param>
    /// <param name="options">The algorithm.</param>
    /// <param name="centre">What it hosts where it is a host.</param>
    /// <param name="sentLength">Floats of a request.</param>
    public CentreDesk(AgentPlace place, AlgorithmOptions options, Centre centre, int sentLength)
    {
        _centre = centre;
        _known = new float[centre.AnswerLength];
        _last = new float[centre.AnswerLength];
        _time = place.Time;
        _patience = TimeSpan.FromSeconds(options.Elastic.Patience);
        _inquiry = new(centre.AnswerLength, place.Time);
        _lives = new(place.Schedule.Agents.Count, place.AgentIndex);
        Place = new(place, options);
        Above = new(sentLength, centre.AnswerLength, place.Time);
    }

    /// <summary>Its place in the tree.</summary>
    public CentrePlace Place { get; }

    /// <summary>Its requests to the centre above.</summary>
    public CentreRequest Above { get; }

    /// <summary>Whether it hosts a centre at present.</summary>
    public bool IsHosting => _isHosting;

    /// <summary>Rounds since it has last met a centre.</summary>
    public int Staleness { get; private set; }

    /// <summary>The newest centre that it knows, as an answer describes it; changes in rounds only.</summary>
    public ReadOnlySpan<float> Known => _known;

    /// <summary>Begins a life with the first weights as an answer describes them.</summary>
    public void Start(ReadOnlySpan<float> answer)
    {
        (_isNew, _isBack, _isHosting) = (true, false, false);
        Remember(answer, -1);
        Place.Forget();
    }

    /// <summary>Takes every letter as it comes.</summary>
    public async Task ServeAsync(IRoundExchange neighbours, CancellationToken cancellation)
    {
        while (true)
        {
            using var letter = await neighbours.Mailbox.ReceiveAsync(cancellation);
            Take(letter, neighbours.Mailbox);
        }
    }

    /// <summary>
    /// The end, after the last round: a host tells its workers where it leaves the centre, and a worker takes that for
    /// the newest centre that it knows.
    /// </summary>
    public async ValueTask PartAsync(IMailbox mailbox)
    {
        if (_isHosting)
        {
            NoteHosted();
            foreach (var child in Place.Tree.ChildrenOf(Place.Own))
            {
                _centre.Tell(mailbox, child, CentreLetter.Farewell);
            }
        }
        else if (Place.Parent >= 0)
        {
            await HearLastAsync(mailbox);
        }
    }

    /// <summary>
    /// Looks at the beginning of a round who takes part. An agent that is to host a centre, or is new where others
    /// train already, asks its relatives first for the newest centre that they know; one that is back in the life that
    /// it has saved has lost nothing.
    /// </summary>
    /// <returns>True for an agent that is new and has been told of a centre: its worker is to begin there.</returns>
    public async ValueTask<bool> EnterAsync(int round, IRoundExchange neighbours, CancellationToken cancellation)
    {
        _centre.Round = round;
        Staleness = _isHosting ? 0 : Staleness + 1;
        if (!Place.TryFind(neighbours))
        {
            return false;
        }

        var records = neighbours.Records;
        var isOther = _lives.Renew(records, Above.Host);
        if (isOther.Own || isOther.Other)
        {
            Above.GiveUp();
        }

        var (isNew, isBack, mayBeLate) = (_isNew, _isBack && !isOther.Own, records.Any(record => record.Round > 0));
        (_isNew, _isBack) = (false, false);
        if (Place.IsHost && !_isHosting)
        {
            TakeLast();
        }

        var isTold = mayBeLate && (isNew || (Place.IsHost && !_isHosting && !isBack))
            && await IsToldAsync(neighbours.Mailbox, cancellation);
        TakePlace();
        return isNew && isTold;
    }

    /// <summary>Waits for the answer from above, so long as the run file allows.</summary>
    public ValueTask WaitAsync(CancellationToken cancellation) => Above.WaitAsync(_patience, cancellation);

    /// <summary>Takes the answer from above if it has come; it is the newest centre that the agent knows.</summary>
    public bool TryTakeAnswer()
    {
        var isThere = Above.TryTake();
        if (isThere && !_isHosting)
        {
            Staleness = 0;
            Remember(Above.Answer, Above.Round);
        }

        return isThere;
    }

    /// <summary>At the end of a round a host notes the centre that it holds.</summary>
    public void NoteHosted()
    {
        if (_isHosting)
        {
            lock (_knownGate)
            {
                _centre.CopyTo(_known);
                _knownRound = _centre.Round;
            }
        }
    }

    /// <summary>Puts the newest centre and what is on its way into a state.</summary>
    public void Save(AlgorithmState state)
    {
        state.Set("Centre", _known);
        state.Set("CentreRound", _knownRound);
        Above.Save(state);
        _lives.Save(state, Above.Host);
    }

    /// <summary>Takes them up again.</summary>
    public void Load(AlgorithmState state)
    {
        Start(state.Vector("Centre", _known.Length));
        (_isNew, _isBack, _knownRound) = (false, true, (int)state.Number("CentreRound"));
        Above.Load(state);
        _lives.Load(state, Above.Host);
    }

    private async ValueTask<bool> IsToldAsync(IMailbox mailbox, CancellationToken cancellation)
    {
        await _inquiry.AskAsync(mailbox, Place.Relatives, _patience, cancellation);
        var isNewer = _inquiry.Round > _knownRound;
        if (isNewer)
        {
            Remember(_inquiry.Newest, _inquiry.Round);
        }

        return isNewer;
    }

    /// <summary>A new host begins at the newest centre that it knows.</summary>
    private void TakePlace()
    {
        if (Place.IsHost && !_isHosting)
        {
            _centre.Start(_known);
        }

        _isHosting = Place.IsHost;
    }

    /// <summary>A host that has ended in order has told where it left the centre.</summary>
    private void TakeLast()
    {
        lock (_knownGate)
        {
            if (_hasLast)
            {
                _last.CopyTo(_known, 0);
                _knownRound = _lastRound;
            }
        }
    }

    private void Remember(ReadOnlySpan<float> answer, int round)
    {
        lock (_knownGate)
        {
            answer.CopyTo(_known);
            _knownRound = round;
        }
    }

    private void Take(Letter letter, IMailbox mailbox)
    {
        switch (letter.Kind)
        {
            case CentreLetter.Request:
                Serve(letter, mailbox);
                break;
            case CentreLetter.Answer or CentreLetter.Refusal:
                Above.Receive(letter);
                _hasLast = false;
                break;
            case CentreLetter.Question:
                Tell(letter.From, mailbox);
                break;
            case CentreLetter.Farewell or CentreLetter.Newest when letter.From == Place.Parent && IsLast(letter):
                KeepLast(letter);
                break;
            case CentreLetter.Newest:
                _inquiry.Receive(letter);
                break;
        }
    }

    private void KeepLast(Letter letter)
    {
        lock (_knownGate)
        {
            letter.Vector.Span.CopyTo(_last);
            (_hasLast, _lastRound) = (true, (int)letter.Scalars.Span[0]);
        }
    }

    private bool IsLast(Letter letter) =>
        (_isParting || letter.Kind == CentreLetter.Farewell)
        && letter.Vector.Length == _last.Length && letter.Scalars.Length == 1;

    /// <summary>The host may have told already, or is about to; one that trains on answers a question.</summary>
    private async ValueTask HearLastAsync(IMailbox mailbox)
    {
        _isParting = true;
        if (!_hasLast)
        {
            mailbox.TrySend(Place.Parent, CentreLetter.Question, []);
            var limit = _patience < LongestFarewell ? _patience : LongestFarewell;
            using var patience = new CancellationTokenSource(limit, _time);
            try
            {
                while (!_hasLast)
                {
                    using var letter = await mailbox.ReceiveAsync(patience.Token);
                    Take(letter, mailbox);
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }

        TakeLast();
    }

    private void Serve(Letter letter, IMailbox mailbox)
    {
        if (_isHosting && letter.Vector.Length == Above.Length && letter.Scalars.Length == 2)
        {
            _centre.Meet(letter, mailbox);
        }
        else
        {
            mailbox.TrySend(letter.From, CentreLetter.Refusal, [], letter.Scalars.Span);
        }
    }

    private void Tell(int agentIndex, IMailbox mailbox)
    {
        if (_isHosting)
        {
            _centre.Tell(mailbox, agentIndex, CentreLetter.Newest);
            return;
        }

        lock (_knownGate)
        {
            mailbox.TrySend(agentIndex, CentreLetter.Newest, _knownRound < 0 ? [] : _known, [_knownRound]);
        }
    }
}
