namespace Murmuration.Agent.Data.Partitioners;

/// <summary>Rows dealt to agents group by group.</summary>
internal sealed class Deal(int agentCount)
{
    private readonly List<int>[] _hands = [.. Enumerable.Range(0, agentCount).Select(_ => new List<int>())];

    /// <summary>Gives one row to an agent.</summary>
    public void Add(int row, int agent) => _hands[agent].Add(row);

    /// <summary>Gives the rows in order, as many to each agent as <paramref name="counts"/> says.</summary>
    public void Add(ReadOnlySpan<int> rows, int[] counts)
    {
        for (var agent = 0; agent < counts.Length; agent++)
        {
            _hands[agent].AddRange(rows[..counts[agent]]);
            rows = rows[counts[agent]..];
        }
    }

    /// <summary>
    /// The sorted rows of each agent, after agents below <paramref name="minimum"/> have been topped up from the
    /// largest.
    /// </summary>
    public int[][] Finish(int minimum)
    {
        var least = Math.Max(1, Math.Min(minimum, _hands.Sum(hand => hand.Count) / _hands.Length));
        foreach (var hand in _hands)
        {
            while (hand.Count < least)
            {
                var largest = _hands.MaxBy(other => other.Count)!;
                hand.Add(largest[^1]);
                largest.RemoveAt(largest.Count - 1);
            }
        }

        return Array.ConvertAll(_hands, Sorted);
    }

    private static int[] Sorted(List<int> hand)
    {
        hand.Sort();
        return [.. hand];
    }
}
