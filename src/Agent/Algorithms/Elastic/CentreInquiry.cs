using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Algorithms.Elastic;

/// <summary>
/// Asks neighbours for the newest centre that they know: how an agent begins that hosts a centre from now on, or comes
/// into a network that trains already.
/// </summary>
/// <param name="answerLength">Floats of an answer.</param>
/// <param name="time">Measures the wait.</param>
internal sealed class CentreInquiry(int answerLength, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly float[] _newest = new float[answerLength];
    private TaskCompletionSource? _wait;
    private int _missing;

    /// <summary>The newest centre that has come.</summary>
    public ReadOnlySpan<float> Newest => _newest;

    /// <summary>Round of its host then; −1 when nobody knew one.</summary>
    public int Round { get; private set; } = -1;

    /// <summary>Asks, and waits until all have answered, so long at most.</summary>
    public async ValueTask AskAsync(
        IMailbox mailbox, IEnumerable<int> neighbours, TimeSpan patience, CancellationToken cancellation)
    {
        var wait = Patience.Begin();
        lock (_gate)
        {
            _missing = neighbours.Count(other => mailbox.TrySend(other, CentreLetter.Question, []));
            _wait = wait;
            if (_missing == 0)
            {
                wait.SetResult();
            }
        }

        await Patience.WaitAsync(wait, patience, time, cancellation);
        lock (_gate)
        {
            _missing = 0;
        }
    }

    /// <summary>Takes what a neighbour knows, while it is waited for.</summary>
    public void Receive(Letter letter)
    {
        lock (_gate)
        {
            if (_missing == 0 || letter.Scalars.IsEmpty)
            {
                return;
            }

            var round = (int)letter.Scalars.Span[0];
            if (round > Round && letter.Vector.Length == _newest.Length)
            {
                letter.Vector.Span.CopyTo(_newest);
                Round = round;
            }

            _missing--;
            if (_missing == 0)
            {
                _wait!.TrySetResult();
            }
        }
    }
}
