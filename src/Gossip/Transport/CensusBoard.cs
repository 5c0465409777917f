namespace Murmuration.Gossip.Transport;

/// <summary>The censuses of a network within one process, where all agents can read one table.</summary>
internal sealed class CensusBoard(int agentCount)
{
    private readonly Lock _gate = new();
    private readonly List<(ReadOnlyMemory<byte>[] Records, int Known)> _censuses = [];

    /// <summary>Adds one record; true when it was the last one missing.</summary>
    public bool Publish(int census, int agentIndex, ReadOnlyMemory<byte> record)
    {
        var copy = record.ToArray();
        lock (_gate)
        {
            if (census == _censuses.Count)
            {
                _censuses.Add((new ReadOnlyMemory<byte>[agentCount], 0));
            }

            var (records, known) = _censuses[census];
            records[agentIndex] = copy;
            _censuses[census] = (records, known + 1);
            return known + 1 == agentCount;
        }
    }

    /// <summary>All records in agent order, null while some are missing.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>>? Records(int census)
    {
        lock (_gate)
        {
            var (records, known) = _censuses[census];
            return known == agentCount ? records : null;
        }
    }
}
