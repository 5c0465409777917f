using System.Diagnostics;

namespace Murmuration.Kernels.Ilgpu.StandIn;

/// <summary>The host's clock.</summary>
internal sealed class StandInMarker : IMarker
{
    private readonly long _ticks = Stopwatch.GetTimestamp();

    public double SecondsSince(IMarker earlier) =>
        Stopwatch.GetElapsedTime(((StandInMarker)earlier)._ticks, _ticks).TotalSeconds;

    public void Dispose()
    {
        // A time needs no room.
    }
}
