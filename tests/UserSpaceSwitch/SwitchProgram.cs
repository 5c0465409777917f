namespace Murmuration.UserSpaceSwitch;

/// <summary>The switch from its devices to its last command.</summary>
internal static class SwitchProgram
{
    private const int SeedStride = 7919;

    /// <summary>Plugs the ports in, says so, and takes commands until they end.</summary>
    /// <exception cref="SwitchException">A namespace or an interface cannot be had, or is gone.</exception>
    public static async Task RunAsync(IReadOnlyList<PortPlan> plans, string device, LineQuality quality, int seed)
    {
        var devices = plans.Select(plan => TapDevice.Create(plan.Space, device)).ToList();
        var ports = plans.Zip(devices).Select((plugged, index) => new Port(
            plugged.First.Name, quality, unchecked((seed * SeedStride) + index), plugged.Second.TryWrite));
        var runner = new SwitchRunner(new Switch([.. ports]), devices, TimeProvider.System);
        runner.Start();
        Console.Out.WriteLine("ready");
        await await Task.WhenAny(runner.Failure, Task.Run(() => TakeCommands(runner)));
    }

    private static void TakeCommands(SwitchRunner runner)
    {
        var console = runner.Between(core => new SwitchConsole(core));
        while (Console.In.ReadLine() is { } command)
        {
            Console.Out.WriteLine(runner.Between(_ => console.Execute(command)));
            if (command.Trim() == "quit")
            {
                return;
            }
        }
    }
}
