using System.Globalization;
using Murmuration.Gossip.Exchange;

namespace Murmuration.Benchmarks.Network;

/// <summary>What an agent's process has used.</summary>
/// <param name="Seconds">Time by the clock.</param>
/// <param name="Processor">Processor seconds, user and system.</param>
/// <param name="Waited">Seconds waited for neighbours.</param>
/// <param name="Allocated">Bytes allocated on the managed heap.</param>
/// <param name="Contentions">Times that a lock was taken already.</param>
/// <param name="Sent">Bytes sent.</param>
internal readonly record struct AgentUse(
    double Seconds, double Processor, double Waited, double Allocated, double Contentions, double Sent)
{
    private static readonly long Start = TimeProvider.System.GetTimestamp();

    /// <summary>So far.</summary>
    public static AgentUse Now(IRoundExchange exchange)
    {
        var counters = exchange.Counters;
        return new(
            TimeProvider.System.GetElapsedTime(Start).TotalSeconds,
            Environment.CpuUsage.TotalTime.TotalSeconds,
            counters.SecondsWaited,
            GC.GetTotalAllocatedBytes(precise: true),
            Monitor.LockContentionCount,
            counters.BytesSent);
    }

    /// <summary>What came from another moment to this.</summary>
    public AgentUse Since(AgentUse before) => new(
        Seconds - before.Seconds, Processor - before.Processor, Waited - before.Waited,
        Allocated - before.Allocated, Contentions - before.Contentions, Sent - before.Sent);

    /// <summary>All numbers in one line.</summary>
    public string ToLine() => string.Create(
        CultureInfo.InvariantCulture, $"{Seconds:R} {Processor:R} {Waited:R} {Allocated} {Contentions} {Sent}");

    /// <summary>Reads what <see cref="ToLine"/> wrote.</summary>
    public static AgentUse Of(double[] line) => new(line[0], line[1], line[2], line[3], line[4], line[5]);
}
