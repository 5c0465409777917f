using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Metrics;

/// <summary>Reads the links of an exchange as news of them.</summary>
internal sealed class LinkReader(IRoundExchange exchange)
{
    private readonly LinkStatus[] _links =
        new LinkStatus[exchange.Schedule.EverNeighbours(exchange.AgentIndex).Count];

    private readonly List<LinkNews> _news = [];

    /// <summary>The links, ascending by neighbour; of many only so many, and those that are not up before all others.
    /// Valid until the next call.</summary>
    public IReadOnlyList<LinkNews> Read(int most)
    {
        exchange.ReadLinks(_links);
        _news.Clear();
        if (_links.Length <= most)
        {
            Add(most, static _ => true);
        }
        else
        {
            Add(most, static link => link.Condition != LinkCondition.Up);
            Add(most, static link => link.Condition == LinkCondition.Up);
        }

        return _news;
    }

    private static LinkState StateOf(LinkCondition condition) => condition switch
    {
        LinkCondition.Up => LinkState.Up,
        LinkCondition.Suspended => LinkState.Suspended,
        LinkCondition.Down => LinkState.Down,
        _ => LinkState.Closed,
    };

    private void Add(int most, Func<LinkStatus, bool> isMeant)
    {
        foreach (var link in _links)
        {
            if (_news.Count < most && isMeant(link))
            {
                _news.Add(new(
                    link.AgentIndex,
                    StateOf(link.Condition),
                    link.BytesSent,
                    link.BytesReceived,
                    link.Delay is { } delay ? Math.Round(delay.TotalSeconds, 6) : null));
            }
        }
    }
}
