namespace Murmuration.Kernels.Tests.Devices.StandIn;

public sealed class StandInConformanceTests() : DeviceConformance("stand-in");
