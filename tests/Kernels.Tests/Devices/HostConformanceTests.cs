namespace Murmuration.Kernels.Tests.Devices;

public sealed class HostConformanceTests() : DeviceConformance("host");
