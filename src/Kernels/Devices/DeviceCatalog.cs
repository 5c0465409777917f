using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Ilgpu;

namespace Murmuration.Kernels.Devices;

/// <summary>The devices of this machine by their names.</summary>
public static class DeviceCatalog
{
    /// <summary>The processor.</summary>
    public const string Host = "host";

    /// <summary>All devices, the host first; those that cannot be used say why.</summary>
    public static IReadOnlyList<DeviceDescription> List(int threads)
    {
        using var host = new HostDevice(threads);
        return [new DeviceDescription(Host, host.Name, null), .. AcceleratorCatalog.List()];
    }

    /// <summary>
    /// Opens a device: <c>host</c>, or one of <see cref="List"/>; a name without a number is the first of its kind.
    /// </summary>
    /// <exception cref="DeviceUnavailableException">There is no such device, or it cannot be used.</exception>
    public static IDevice Open(string name, int threads)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name == Host)
        {
            return new HostDevice(threads);
        }

        var all = List(threads);
        var found = all.FirstOrDefault(device => device.Name == name)
            ?? all.FirstOrDefault(device => device.Name == $"{name}:0")
            ?? throw new DeviceUnavailableException(
                $"There is no device '{name}'; this machine knows {string.Join(", ", all.Select(one => one.Name))}.");
        return found.Obstacle is { } obstacle
            ? throw new DeviceUnavailableException($"The device '{name}' cannot be used: {obstacle}")
            : new IlgpuDevice(AcceleratorCatalog.Open(found.Name));
    }
}
