using Murmuration.Agent.Telemetry;
using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Algorithms.Elastic;

/// <summary>
/// A worker's requests to its centre, one under way at a time. The rounds send and take; the loop that serves letters
/// brings the answers.
/// </summary>
/// <param name="sentLength">Floats of a request.</param>
/// <param name="answerLength">Floats of an answer.</param>
/// <param name="time">Measures the wait.</param>
internal sealed class CentreRequest(int sentLength, int answerLength, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly float[] _sent = new float[sentLength];
    private readonly float[] _answer = new float[answerLength];
    private readonly double[] _scalars = new double[2];
    private TaskCompletionSource? _wait;
    private bool _isUnderWay;
    private bool _hasAnswer;
    private bool _hasWaited;

    /// <summary>Floats of a request.</summary>
    public int Length => sentLength;

    /// <summary>What was sent last.</summary>
    public ReadOnlySpan<float> Sent => _sent;

    /// <summary>The moving rate that was sent with it.</summary>
    public double Rate => _scalars[1];

    /// <summary>The answer taken last, until the next request is sent.</summary>
    public ReadOnlySpan<float> Answer => _answer;

    /// <summary>Round of the host when it gave that answer.</summary>
    public int Round { get; private set; }

    /// <summary>Whom the last request went to, −1 before the first.</summary>
    public int Host { get; private set; } = -1;

    /// <summary>Whether a request has been sent and its answer not been taken.</summary>
    public bool IsUnderWay
    {
        get
        {
            lock (_gate)
            {
                return _isUnderWay;
            }
        }
    }

    /// <summary>Sends a copy of a vector; false when the host cannot be reached now.</summary>
    public bool TrySend(IMailbox mailbox, int host, ReadOnlySpan<float> vector, double rate)
    {
        lock (_gate)
        {
            _scalars[0]++;
            _scalars[1] = rate;
            vector.CopyTo(_sent);
            (Host, _hasAnswer, _hasWaited) = (host, false, false);
            _isUnderWay = mailbox.TrySend(host, CentreLetter.Request, _sent, _scalars);
            return _isUnderWay;
        }
    }

    /// <summary>Waits for the answer, once for each request and so long at most; then the worker goes on
    /// without.</summary>
    public async ValueTask WaitAsync(TimeSpan patience, CancellationToken cancellation)
    {
        TaskCompletionSource wait;
        lock (_gate)
        {
            if (!_isUnderWay || _hasAnswer || _hasWaited)
            {
                return;
            }

            _hasWaited = true;
            wait = _wait = Patience.Begin();
        }

        using var span = RoundTrace.Exchange();
        await Patience.WaitAsync(wait, patience, time, cancellation);
    }

    /// <summary>Takes the answer if it has come.</summary>
    public bool TryTake()
    {
        lock (_gate)
        {
            var isThere = _isUnderWay && _hasAnswer;
            _isUnderWay &= !isThere;
            return isThere;
        }
    }

    /// <summary>The request counts for nothing if it has no answer yet: one of the two has lost its state or left for
    /// good.</summary>
    public void GiveUp()
    {
        lock (_gate)
        {
            _isUnderWay &= _hasAnswer;
        }
    }

    /// <summary>Takes an answer, or a refusal, that is of the request under way.</summary>
    public void Receive(Letter letter)
    {
        lock (_gate)
        {
            if (!_isUnderWay || _hasAnswer || letter.From != Host || !IsOfRequest(letter.Scalars.Span))
            {
                return;
            }

            if (letter.Kind == CentreLetter.Answer && letter.Vector.Length == _answer.Length)
            {
                letter.Vector.Span.CopyTo(_answer);
                Round = (int)letter.Scalars.Span[1];
                _hasAnswer = true;
            }
            else
            {
                _isUnderWay = false;
            }

            _wait?.TrySetResult();
        }
    }

    /// <summary>Puts all that an answer on its way still needs into a state; letters of an orderly end are not lost.
    /// </summary>
    public void Save(AlgorithmState state)
    {
        lock (_gate)
        {
            state.Set(nameof(Sent), _sent);
            state.Set(nameof(Answer), _answer);
            state.Set("AnswerRound", Round);
            state.Set("RequestNumber", _scalars[0]);
            state.Set("RequestRate", _scalars[1]);
            state.Set("RequestHost", _isUnderWay ? Host : -1);
            state.Set("RequestAnswered", _hasAnswer ? 1 : 0);
        }
    }

    /// <summary>Takes it up again.</summary>
    public void Load(AlgorithmState state)
    {
        lock (_gate)
        {
            state.Vector(nameof(Sent), _sent.Length).CopyTo(_sent);
            state.Vector(nameof(Answer), _answer.Length).CopyTo(_answer);
            Round = (int)state.Number("AnswerRound");
            (_scalars[0], _scalars[1]) = (state.Number("RequestNumber"), state.Number("RequestRate"));
            Host = (int)state.Number("RequestHost");
            (_isUnderWay, _hasAnswer) = (Host >= 0, state.Number("RequestAnswered") > 0);
        }
    }

    private bool IsOfRequest(ReadOnlySpan<double> scalars) => scalars.Length > 0 && scalars[0].Equals(_scalars[0]);
}
