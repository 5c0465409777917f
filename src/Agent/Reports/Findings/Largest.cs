namespace Murmuration.Agent.Reports.Findings;

/// <summary>Keeps the items with the largest keys, so many at most; of equals those that came first.</summary>
internal sealed class Largest<T>(int capacity)
{
    private readonly PriorityQueue<T, (double Key, int Late)> _kept = new();
    private int _count;

    /// <summary>Keeps an item if it is among the largest so far; NaN counts as larger than any number.</summary>
    /// <param name="key">What is compared.</param>
    /// <param name="create">Makes the item where it is kept.</param>
    public void Add(double key, Func<T> create)
    {
        var priority = (double.IsNaN(key) ? double.PositiveInfinity : key, -_count++);
        if (_kept.Count < capacity)
        {
            _kept.Enqueue(create(), priority);
        }
        else if (_kept.TryPeek(out _, out var least) && priority.CompareTo(least) > 0)
        {
            _kept.DequeueEnqueue(create(), priority);
        }
    }

    /// <summary>What was kept, the largest first.</summary>
    public IReadOnlyList<T> ToList() =>
        [.. _kept.UnorderedItems.OrderByDescending(item => item.Priority).Select(item => item.Element)];
}
