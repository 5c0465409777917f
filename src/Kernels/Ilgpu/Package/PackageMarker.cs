using ILGPU.Runtime;

namespace Murmuration.Kernels.Ilgpu.Package;

/// <summary>A device event.</summary>
internal sealed class PackageMarker(ProfilingMarker marker) : IMarker
{
    public double SecondsSince(IMarker earlier) =>
        marker.MeasureFrom(((PackageMarker)earlier).Marker).TotalSeconds;

    public void Dispose() => marker.Dispose();

    private ProfilingMarker Marker => marker;
}
