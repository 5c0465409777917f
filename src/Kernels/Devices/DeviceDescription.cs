namespace Murmuration.Kernels.Devices;

/// <summary>A device of this machine, or one that it could have.</summary>
/// <param name="Name">What <c>--device</c> takes, such as "cuda:0".</param>
/// <param name="Description">What it is, such as "NVIDIA H200, 141 GB".</param>
/// <param name="Obstacle">Why it cannot be used; null where it can.</param>
/// <param name="IsForChecks">Whether it is slow and only there to prove programs.</param>
public sealed record DeviceDescription(string Name, string Description, string? Obstacle, bool IsForChecks = false)
{
    /// <summary>Whether the device can compute.</summary>
    public bool IsUsable => Obstacle is null;
}
