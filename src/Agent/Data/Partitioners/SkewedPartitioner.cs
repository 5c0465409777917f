namespace Murmuration.Agent.Data.Partitioners;

/// <summary>
/// Uneven sizes and label skew together: each agent has two or three main classes (one where there are few classes,
/// more where there are few agents), which it shares with others; only a <paramref name="stray"/> share of the rows
/// goes to any agent. No agent alone can learn all classes.
/// </summary>
internal sealed class SkewedPartitioner(double spread, int minimum, double stray) : IPartitioner
{
    /// <inheritdoc/>
    public int[][] Partition(Dataset data, int agentCount, long seed)
    {
        Shares.RequireRows(data.Count, agentCount);
        var random = Shares.OpenStream(seed);
        var sizes = Shares.LogNormal(agentCount, spread, random);
        var groups = Groups.Of(data);
        var isMain = ChooseMainGroups(groups.Length, agentCount, random);
        var deal = new Deal(agentCount);
        for (var group = 0; group < groups.Length; group++)
        {
            random.Shuffle<int>(groups[group]);
            var strayCount = (int)(stray * groups[group].Length);
            var weights = Weigh(sizes, isMain, group);
            deal.Add(groups[group].AsSpan(strayCount), Shares.Apportion(groups[group].Length - strayCount, weights, 0));
            DealStrays(groups[group].AsSpan(0, strayCount), agentCount, random, deal);
        }

        return deal.Finish(minimum);
    }

    private static double[] Weigh(double[] sizes, bool[,] isMain, int group) =>
        [.. sizes.Select((size, agent) => isMain[agent, group] ? size : 0)];

    private static void DealStrays(ReadOnlySpan<int> rows, int agentCount, RandomStream random, Deal deal)
    {
        foreach (var row in rows)
        {
            deal.Add(row, random.NextIndex(agentCount));
        }
    }

    // Agents draw in turn from shuffled decks of all groups, so that every group is somebody's and none is everybody's.
    private static bool[,] ChooseMainGroups(int groupCount, int agentCount, RandomStream random)
    {
        var isMain = new bool[agentCount, groupCount];
        var fewest = Math.Max(groupCount >= 4 ? 2 : 1, (groupCount + agentCount - 1) / agentCount);
        var deck = new Queue<int>();
        for (var agent = 0; agent < agentCount; agent++)
        {
            var wanted = fewest + (groupCount >= 6 && fewest == 2 ? random.NextIndex(2) : 0);
            while (wanted > 0)
            {
                Refill(deck, groupCount, random);
                var group = deck.Dequeue();
                if (!isMain[agent, group])
                {
                    isMain[agent, group] = true;
                    wanted--;
                }
            }
        }

        return isMain;
    }

    private static void Refill(Queue<int> deck, int groupCount, RandomStream random)
    {
        if (deck.Count > 0)
        {
            return;
        }

        foreach (var group in Shares.ShuffledRows(groupCount, random))
        {
            deck.Enqueue(group);
        }
    }
}
