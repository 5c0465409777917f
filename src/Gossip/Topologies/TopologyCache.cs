using Murmuration.Gossip.Topologies.Schedules;

namespace Murmuration.Gossip.Topologies;

/// <summary>Made topologies by number: all of a schedule that has a fixed set, the last few of one that draws every
/// round anew. Safe for many readers: entries are immutable, and a lost race only builds the same topology
/// twice.</summary>
internal sealed class TopologyCache
{
    private const int RecentCount = 64;
    private const int LargestFixedCount = 4096;

    private readonly Func<int, Topology> _make;
    private readonly Entry?[] _entries;

    public TopologyCache(ILinkSchedule schedule, Func<int, Topology> make)
    {
        _make = make;
        _entries = new Entry?[schedule.TopologyCount is { } count and <= LargestFixedCount ? count : RecentCount];
    }

    public Topology this[int topologyIndex]
    {
        get
        {
            ref var place = ref _entries[topologyIndex % _entries.Length];
            var entry = Volatile.Read(ref place);
            if (entry?.TopologyIndex != topologyIndex)
            {
                Volatile.Write(ref place, entry = new Entry(topologyIndex, _make(topologyIndex)));
            }

            return entry.Topology;
        }
    }

    private sealed record Entry(int TopologyIndex, Topology Topology);
}
