using Murmuration.Gossip.Exchange;

namespace Murmuration.Gossip.Transport;

/// <summary>Letters over connections.</summary>
internal sealed partial class TcpExchange
{
    public override void OnLetters(int agentIndex)
    {
        lock (Gate)
        {
            foreach (var link in _links)
            {
                if (link.AgentIndex == agentIndex)
                {
                    link.Connection?.Wake();
                }
            }
        }
    }

    /// <summary>Takes a complete letter, to be confirmed when the algorithm has taken it; called under the lock.
    /// </summary>
    public void Take(NeighbourLink link, LetterSlot letter) => Mailbox.Accept(link.State, letter);

    /// <summary>Counts a letter that was passed over, and lets the writer say again what was taken; called under the
    /// lock.</summary>
    public void DropLetter(NeighbourLink link)
    {
        Meter.Duplicate();
        link.Connection?.RequestHeartbeat();
    }
}
