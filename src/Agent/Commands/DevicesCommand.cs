using System.CommandLine;
using Murmuration.Agent.Metrics;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Commands;

/// <summary><c>murmur devices</c>: where the numerics can run, and why not elsewhere.</summary>
internal static class DevicesCommand
{
    private static readonly Option<int> Threads = CommonOptions.Threads();

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object per device." };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command(
            "devices", "Lists the devices that can compute on this machine, and why others cannot.")
        {
            Threads, Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var devices = DeviceCatalog.List(parsed.GetValue(Threads));
        var width = devices.Max(device => device.Name.Length);
        foreach (var device in devices)
        {
            Console.WriteLine(parsed.GetValue(Json) ? MetricsFormat.ToLine(device) : Line(device, width));
        }

        return 0;
    }

    private static string Line(DeviceDescription device, int width)
    {
        var state = device.IsUsable ? "usable" : "not usable";
        var reason = device.Obstacle is { } obstacle ? $"; {obstacle}" : "";
        return $"{device.Name.PadRight(width)}  {state,-10}  {device.Description}{reason}";
    }
}
