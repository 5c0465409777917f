namespace Murmuration.Kernels.Ilgpu;

/// <summary>A point in the order of a machine's work.</summary>
internal interface IMarker : IDisposable
{
    /// <summary>Seconds from an earlier point, by the machine's own clock; waits until both are reached.</summary>
    double SecondsSince(IMarker earlier);
}
