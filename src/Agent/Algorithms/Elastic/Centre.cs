using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Algorithms.Elastic;

/// <summary>
/// A centre variable at its host, in host memory: whoever brings a vector is answered at once. Meetings follow one
/// another; any thread may call.
/// </summary>
/// <param name="answerLength">Floats of an answer.</param>
internal abstract class Centre(int answerLength)
{
    private int _round;

    /// <summary>Floats of an answer.</summary>
    public int AnswerLength => answerLength;

    /// <summary>The round that the host is in: how new an answer is.</summary>
    public int Round
    {
        get => Volatile.Read(ref _round);
        set => Volatile.Write(ref _round, value);
    }

    /// <summary>Held during every meeting.</summary>
    protected Lock Gate { get; } = new();

    /// <summary>The centre as an answer describes it.</summary>
    protected abstract ReadOnlySpan<float> Present { get; }

    /// <summary>Begins at a centre as an answer describes it.</summary>
    public void Start(ReadOnlySpan<float> answer)
    {
        lock (Gate)
        {
            Begin(answer);
        }
    }

    /// <summary>Meets the vector of a worker's letter; where the answer cannot be sent, to a worker that is held for
    /// dead, nothing happens. That worker begins a new life when it hears of it.</summary>
    public void Meet(Letter letter, IMailbox mailbox)
    {
        var scalars = letter.Scalars.Span;
        lock (Gate)
        {
            var answer = Prepare(letter.Vector.Span, scalars[1]);
            if (mailbox.TrySend(letter.From, CentreLetter.Answer, answer, [scalars[0], Round]))
            {
                Commit();
            }
        }
    }

    /// <summary>Meets the vector of the host's own worker.</summary>
    public void Meet(ReadOnlySpan<float> vector, double rate, Span<float> answer)
    {
        lock (Gate)
        {
            Prepare(vector, rate).CopyTo(answer);
            Commit();
        }
    }

    /// <summary>Copies the centre as an answer describes it.</summary>
    public void CopyTo(Span<float> answer)
    {
        lock (Gate)
        {
            Present.CopyTo(answer);
        }
    }

    /// <summary>Tells another agent what the centre is now.</summary>
    public void Tell(IMailbox mailbox, int agentIndex, int kind)
    {
        lock (Gate)
        {
            mailbox.TrySend(agentIndex, kind, Present, [Round]);
        }
    }

    /// <summary>Takes a new beginning.</summary>
    protected abstract void Begin(ReadOnlySpan<float> answer);

    /// <summary>Works out the answer to a vector and what becomes of the centre, which stays as it is.</summary>
    protected abstract ReadOnlySpan<float> Prepare(ReadOnlySpan<float> vector, double rate);

    /// <summary>Makes what was prepared last the centre.</summary>
    protected abstract void Commit();
}
