using Murmuration.Benchmarks.Rooflines;
using Murmuration.Kernels.Devices;

// Measures a device against what it can do at most: dotnet run -c Release -- [DEVICE] [--quick]
var name = args.FirstOrDefault(argument => !argument.StartsWith('-')) ?? "cuda";
try
{
    using var session = new RooflineSession(name, quick: args.Contains("--quick"));
    return session.Run() ? 0 : 1;
}
catch (DeviceUnavailableException error)
{
    Console.Error.WriteLine($"rooflines: {error.Message}");
    return 3;
}
