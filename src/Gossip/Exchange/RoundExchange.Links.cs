namespace Murmuration.Gossip.Exchange;

/// <summary>What an exchange tells of its links.</summary>
internal abstract partial class RoundExchange
{
    private int _longWaits;

    public int WaitingCalls => (WaitingSince == 0 ? 0 : 1) + Volatile.Read(ref _longWaits) + _mailbox.WaitingCalls;

    public int ReadLinks(Span<LinkStatus> links)
    {
        lock (Gate)
        {
            for (var k = 0; k < Math.Min(links.Length, Core.Links.Count); k++)
            {
                var link = Core.Links[k];
                links[k] = link.Meter.Read(link.AgentIndex, Condition(k, link));
            }

            return Core.Links.Count;
        }
    }

    /// <summary>Whether there is a connection for the link of this number; called under the lock.</summary>
    protected virtual bool IsConnected(int linkIndex) => true;

    private LinkCondition Condition(int linkIndex, LinkState link) =>
        link.HasLeft ? LinkCondition.Closed
        : !IsConnected(linkIndex) ? LinkCondition.Down
        : link.IsSuspended ? LinkCondition.Suspended
        : LinkCondition.Up;
}
