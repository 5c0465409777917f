namespace Murmuration.Kernels.Tests.Devices.Package;

public sealed class IlgpuCpuConformanceTests() : DeviceConformance("ilgpu-cpu");

public sealed class CudaConformanceTests() : DeviceConformance("cuda");

public sealed class OpenClConformanceTests() : DeviceConformance("opencl");
