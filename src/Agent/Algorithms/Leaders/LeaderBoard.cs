using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Algorithms.Leaders;

/// <summary>
/// What an agent of asynchronous LSGD knows of the others: their newest losses, and the newest weights that leaders
/// have sent. Safe to call from any thread; it holds one loss per agent and two vectors.
/// </summary>
internal sealed class LeaderBoard(int agentCount, int weightCount)
{
    /// <summary>An agent that has sent no loss for so many rounds of this one has stalled or gone: its weights are too
    /// old to be followed.</summary>
    private const int SilentRounds = 16;

    private readonly Lock _gate = new();
    private readonly bool[] _isMember = [.. Enumerable.Repeat(true, agentCount)];
    private readonly double[] _losses = [.. Enumerable.Repeat(double.PositiveInfinity, agentCount)];
    private readonly int[] _heardIn = new int[agentCount];
    private readonly SentWeights _ofGroup = new(weightCount);
    private readonly SentWeights _ofAll = new(weightCount);
    private int _round;

    /// <summary>Only these may lead.</summary>
    public void Admit(IEnumerable<int> members)
    {
        lock (_gate)
        {
            Array.Clear(_isMember);
            foreach (var member in members)
            {
                _isMember[member] = true;
            }
        }
    }

    /// <summary>Notes the agent's own loss, and with it its round.</summary>
    public void Note(int own, int round, double loss)
    {
        lock (_gate)
        {
            _round = round;
            (_losses[own], _heardIn[own]) = (loss, round);
        }
    }

    /// <summary>Takes what another agent tells.</summary>
    public void Take(Letter letter)
    {
        var scalars = letter.Scalars.Span;
        if (scalars.Length != 2)
        {
            return;
        }

        lock (_gate)
        {
            (_losses[letter.From], _heardIn[letter.From]) = (scalars[1], _round);
            if (letter.Kind is LeaderLetter.OfGroup or LeaderLetter.OfBoth)
            {
                _ofGroup.Take(letter);
            }

            if (letter.Kind is LeaderLetter.OfAll or LeaderLetter.OfBoth)
            {
                _ofAll.Take(letter);
            }
        }
    }

    /// <summary>Who does best among those that count, the agent itself among them.</summary>
    public int Choose(int own, int round, Func<int, bool> counts)
    {
        var choice = new LeaderChoice();
        lock (_gate)
        {
            for (var agent = 0; agent < _losses.Length; agent++)
            {
                var isHeard = round - _heardIn[agent] <= SilentRounds;
                if (agent == own || (isHeard && _isMember[agent] && counts(agent)))
                {
                    choice.See(agent, _losses[agent]);
                }
            }
        }

        return choice.Leader;
    }

    /// <summary>Gives the newest weights of a leader that have not been given yet, where it does better than this agent
    /// and still takes part.</summary>
    public bool TryTake(int kind, int own, LeaderView view)
    {
        lock (_gate)
        {
            var sent = kind == LeaderLetter.OfAll ? _ofAll : _ofGroup;
            if (!sent.IsFresh)
            {
                return false;
            }

            sent.IsFresh = false;
            var choice = new LeaderChoice();
            choice.See(own, _losses[own]);
            choice.See(sent.From, sent.Loss);
            var isFollowed = _isMember[sent.From] && choice.Leader == sent.From;
            if (isFollowed)
            {
                view.Learn(sent.Weights);
            }

            return isFollowed;
        }
    }
}
