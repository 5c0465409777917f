using System.Runtime.InteropServices;
using Murmuration.Kernels.Devices.Host;

namespace Murmuration.Kernels.Tests.Devices;

public sealed class HostDeviceTests
{
    [Fact]
    public unsafe void Memory_is_aligned_and_staged_without_a_copy()
    {
        using var device = new HostDevice(2);
        var vector = device.Allocate(100);
        var staged = device.Stage(vector.Slice(10, 5));
        using var pin = device.Stage(vector).Pin();
        Assert.Equal(0, (nint)pin.Pointer % 64);
        device.Fill(3, vector.Slice(12, 1));
        Assert.Equal([0f, 0f, 3f, 0f, 0f], staged.ToArray());
        Assert.True(MemoryMarshal.TryGetArray(staged, out _));
    }
}
