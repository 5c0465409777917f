namespace Murmuration.Agent.Metrics;

/// <summary>A link as both its ends tell of it.</summary>
/// <param name="From">Index of the end with the lower index.</param>
/// <param name="To">Index of the other end.</param>
/// <param name="State">The worse of what the two say.</param>
/// <param name="BytesForth">Bytes from the first to the second.</param>
/// <param name="BytesBack">Bytes from the second to the first.</param>
/// <param name="DelayForth">Seconds until the second end confirms, as the first one measures.</param>
/// <param name="DelayBack">Seconds until the first end confirms, as the second one measures.</param>
internal sealed record LinkPair(
    int From, int To, LinkState State, long BytesForth, long BytesBack, double? DelayForth, double? DelayBack)
{
    /// <summary>All links that the agents of a snapshot tell of, in the order of their ends.</summary>
    public static IReadOnlyList<LinkPair> Of(NetworkSnapshot snapshot)
    {
        var ends = new Dictionary<(int, int), LinkNews>();
        for (var k = 0; k < snapshot.Ids.Count; k++)
        {
            foreach (var link in Find(snapshot, k)?.News?.Links ?? [])
            {
                ends[(k, link.To)] = link;
            }
        }

        return
        [
            .. ends.Keys
                .Select(pair => (From: Math.Min(pair.Item1, pair.Item2), To: Math.Max(pair.Item1, pair.Item2)))
                .Where(pair => pair.From != pair.To && pair.From >= 0 && pair.To < snapshot.Ids.Count)
                .Distinct()
                .Order()
                .Select(pair => Join(
                    pair.From,
                    pair.To,
                    ends.GetValueOrDefault((pair.From, pair.To)),
                    ends.GetValueOrDefault((pair.To, pair.From)))),
        ];
    }

    private static KnownAgent? Find(NetworkSnapshot snapshot, int index) =>
        snapshot.Agents.FirstOrDefault(agent => agent.Id == snapshot.Ids[index]);

    /// <summary>An end that tells nothing says nothing against the link.</summary>
    private static LinkPair Join(int from, int to, LinkNews forth, LinkNews back) => new(
        from,
        to,
        (LinkState)Math.Max((int)forth.State, (int)back.State),
        Math.Max(forth.BytesSent, back.BytesReceived),
        Math.Max(back.BytesSent, forth.BytesReceived),
        forth.Delay,
        back.Delay);
}
