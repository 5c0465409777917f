using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Protocol;

namespace Murmuration.Gossip.Transport;

/// <summary>
/// What a neighbour may say at all: rounds of this run, and lives that can have begun by now. Anything else would send
/// an honest agent to a round that nobody is in, or into a life that it can never exceed.
/// </summary>
/// <param name="rounds">Rounds of the run.</param>
/// <param name="farthest">A stop may be asked for so many rounds beyond the last one.</param>
/// <param name="letterCapacity">So many letters may be unconfirmed.</param>
/// <param name="clock">Tells which lives are of the future.</param>
internal sealed class Credibility(int rounds, int farthest, int letterCapacity, TimeProvider clock)
{
    /// <summary>So far may a neighbour's clock be ahead.</summary>
    private static readonly TimeSpan MaxSkew = TimeSpan.FromDays(1);

    /// <exception cref="ProtocolException">It cannot be.</exception>
    public void Check(LinkGreeting theirs)
    {
        CheckLife(theirs.Incarnation);
        CheckLife(theirs.PeerIncarnation);
        CheckRound(theirs.Report.Round);
        CheckLetters("sent", theirs.Letters.Sent, "confirmed", theirs.Letters.Confirmed);
        CheckLetters("arrived", theirs.Letters.Arrived, "taken", theirs.Report.Taken);
    }

    /// <exception cref="ProtocolException">It cannot be.</exception>
    public void Check(AgentRecord record)
    {
        CheckLife(record.Incarnation);
        if (record.Round > rounds || record.StopAt > rounds + farthest)
        {
            throw new ProtocolException(
                $"{record.Round} rounds done and a stop after {record.StopAt}, where the run has {rounds}");
        }
    }

    /// <exception cref="ProtocolException">The run has no such round.</exception>
    public void CheckRound(int round)
    {
        if (round >= rounds)
        {
            throw new ProtocolException($"round {round}, where the run has {rounds}");
        }
    }

    /// <exception cref="ProtocolException">The life begins too far in the future.</exception>
    public void CheckLife(long life)
    {
        if (life > (clock.GetUtcNow() + MaxSkew).ToUnixTimeMilliseconds())
        {
            throw new ProtocolException($"life {life} begins in the future; are the clocks right?");
        }
    }

    private void CheckLetters(string moreName, long more, string lessName, long less)
    {
        if (less > more || more - less > letterCapacity)
        {
            throw new ProtocolException(
                $"{more} letters {moreName} and {less} {lessName}, where {letterCapacity} may be between");
        }
    }
}
