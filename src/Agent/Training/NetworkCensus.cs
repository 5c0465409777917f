using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Murmuration.Agent.Data;
using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Training;

/// <summary>What the agents know of each other's data before they train.</summary>
/// <param name="Statistics">The statistics that everybody scales by.</param>
/// <param name="Rows">Rows of every agent, in agent order; 0 for one that was absent.</param>
internal sealed record NetworkCensus(FeatureStatistics Statistics, IReadOnlyList<long> Rows)
{
    /// <summary>All agents of a process hear the same records, which need be read once only.</summary>
    private static readonly ConditionalWeakTable<IReadOnlyList<ReadOnlyMemory<byte>>, NetworkCensus> Known = [];

    /// <summary>
    /// Tells one's own statistics and hears all others'. Where agents go on from checkpoints, their statistics hold,
    /// for the model was trained with them; so everybody also tells which are in use.
    /// </summary>
    /// <param name="exchange">The neighbourhood.</param>
    /// <param name="own">This agent's rows.</param>
    /// <param name="inUse">The network's statistics in this agent's checkpoint, or empty.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<NetworkCensus> TakeAsync(
        IRoundExchange exchange, FeatureStatistics own, ReadOnlyMemory<byte> inUse, CancellationToken cancellation)
    {
        var records = await exchange.CensusAsync(Write(own.ToBytes(), inUse.Span), cancellation);
        var census = Known.GetValue(records, Read);
        return inUse.IsEmpty ? census : census with { Statistics = FeatureStatistics.FromBytes(inUse.Span) };
    }

    private static NetworkCensus Read(IReadOnlyList<ReadOnlyMemory<byte>> records)
    {
        var agents = records
            .Select(record => record.IsEmpty ? null : FeatureStatistics.FromBytes(Own(record)))
            .ToList();
        var used = records.Select(record => record.IsEmpty ? default : InUse(record))
            .FirstOrDefault(one => !one.IsEmpty);
        var statistics = used.IsEmpty
            ? FeatureStatistics.Merge(agents.OfType<FeatureStatistics>())
            : FeatureStatistics.FromBytes(used.Span);
        return new(statistics, [.. agents.Select(agent => agent?.Count ?? 0)]);
    }

    /// <summary>i32 length of the own statistics · those · the ones in use.</summary>
    private static byte[] Write(ReadOnlySpan<byte> own, ReadOnlySpan<byte> inUse)
    {
        var record = new byte[sizeof(int) + own.Length + inUse.Length];
        BinaryPrimitives.WriteInt32LittleEndian(record, own.Length);
        own.CopyTo(record.AsSpan(sizeof(int)));
        inUse.CopyTo(record.AsSpan(sizeof(int) + own.Length));
        return record;
    }

    private static ReadOnlySpan<byte> Own(ReadOnlyMemory<byte> record) =>
        record.Span.Slice(sizeof(int), OwnLength(record.Span));

    private static ReadOnlyMemory<byte> InUse(ReadOnlyMemory<byte> record) =>
        record[(sizeof(int) + OwnLength(record.Span))..];

    private static int OwnLength(ReadOnlySpan<byte> record)
    {
        var length = record.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(record);
        return length >= 0 && length <= record.Length - sizeof(int)
            ? length
            : throw new DataException("a census record of another agent is malformed");
    }
}
