namespace Murmuration.Kernels.Devices;

/// <summary>Which device a run computes on, and why.</summary>
/// <param name="Name">A name that <see cref="DeviceCatalog.Open"/> takes.</param>
/// <param name="Reason">Such as "a round's numerics take 1.2 ms here, 3.4 ms on cuda:0".</param>
public sealed record DeviceDecision(string Name, string Reason);
