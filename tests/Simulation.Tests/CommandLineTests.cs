using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Murmuration.Testing;

namespace Murmuration.Simulation.Tests;

/// <summary>
/// What a user meets who starts the program, rightly or wrongly: results, one clear line, an exit code.
/// </summary>
public sealed class CommandLineTests : IDisposable
{
    private const string TinyRun =
        """
        { "name": "tiny",
          "data": { "generated": "clusters", "samples": 200, "testSamples": 100, "partition": { "kind": "even" } },
          "model": { "hidden": [4] }, "rounds": 5 }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Simulate_ends_with_one_json_object()
    {
        var (exitCode, output, errors) = await Murmur.RunAsync(
            "simulate", "--json", "--topology", Topology(2), "--run", Run(TinyRun), "--output", _folder.File("out"));
        Assert.True(exitCode == 0, errors);
        using var result = JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]);
        var root = result.RootElement;
        Assert.Equal((2, 5), (root.GetProperty("agents").GetInt32(), root.GetProperty("rounds").GetInt32()));
        Assert.InRange(root.GetProperty("testAccuracy").GetProperty("min").GetDouble(), 0, 1);
        Assert.InRange(root.GetProperty("aloneAccuracy").GetDouble(), 0, 1);
        Assert.InRange(root.GetProperty("trackingDefect").GetDouble(), 0, 1e-5);
        Assert.True(root.GetProperty("bytesSent").GetInt64() > 0);
        Assert.All(root.GetProperty("weights").EnumerateArray(), AssertHashed);
    }

    [Theory]
    [InlineData("2", "'--rouds'", "simulate", "--rouds", "3")]
    [InlineData("2", "cannot use 'x' for option '--rounds'", "simulate", "--rounds", "x")]
    [InlineData("1", "/nowhere/t.json", "simulate", "--topology", "/nowhere/t.json")]
    [InlineData("1", "/nowhere/r.json", "simulate", "--run", "/nowhere/r.json")]
    [InlineData(
        "1", "unknown key 'algorithm.taw'; nearest keys here: algorithm.tau", "simulate", "--set", "algorithm.taw=1")]
    [InlineData("1", "write KEY=VALUE", "simulate", "--set", "algorithm.tau")]
    [InlineData("1", "which agent is this?", "agent")]
    [InlineData("1", "/nowhere/w", "evaluate", "--weights", "/nowhere/w")]
    [InlineData("1", "rows of", "topology", "make", "grid", "--agents", "7", "--rows", "2")]
    public async Task A_wrong_command_line_gives_one_clear_line(string code, string expected, params string[] arguments)
    {
        var (exitCode, _, errors) = await Murmur.RunAsync(arguments);
        Assert.Equal(code, $"{exitCode}");
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_id_a_busy_port_and_an_absent_neighbour_are_each_named()
    {
        var (topology, run) = (Topology(2, out var ports), Run(TinyRun));
        var (_, _, unknown) = await Murmur.RunAsync("agent", "--id", "zz", "--topology", topology, "--run", run);
        Assert.Contains("no such agent", unknown, StringComparison.Ordinal);

        using (var occupant = new TcpListener(IPAddress.Loopback, ports[0]))
        {
            occupant.Start();
            var (exitCode, _, busy) = await Murmur.RunAsync(
                "agent", "--id", "a0", "--topology", topology, "--run", run, "--output", _folder.File("o"));
            Assert.Equal(1, exitCode);
            Assert.Contains($"{ports[0]}", busy, StringComparison.Ordinal);
        }

        var (code, _, absent) = await Murmur.RunAsync(
            "agent", "--id", "a0", "--topology", topology, "--run", run,
            "--output", _folder.File("o"), "--connect-timeout", "1");
        Assert.Equal(1, code);
        Assert.Contains("a1", absent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.hidden=[5]", "model")]
    [InlineData("name=other", "run")]
    public async Task Agents_with_different_plans_refuse_each_other_and_name_the_difference(
        string setting, string expected)
    {
        var (topology, run) = (Topology(2), Run(TinyRun));
        string[] common =
            ["--topology", topology, "--run", run, "--output", _folder.File("o"), "--connect-timeout", "4"];
        using var one = Murmur.Start(["agent", "--id", "a0", .. common]);
        using var other = Murmur.Start(["agent", "--id", "a1", .. common, "--set", setting]);
        var ends = await Task.WhenAll(one.EndAsync(), other.EndAsync());
        Assert.All(ends, end => Assert.Equal(1, end.ExitCode));
        Assert.Contains(ends, end => end.Errors.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Agents_with_different_topologies_refuse_each_other()
    {
        var run = Run(TinyRun);
        var topology = Topology(3, out var ports);
        var foreign = _folder.File("foreign.json");
        File.WriteAllText(foreign, Json(ports, """["a0","a1"],["a1","a2"],["a2","a0"]"""));
        using var one = Murmur.Start(
            "agent", "--id", "a0", "--topology", topology, "--run", run,
            "--output", _folder.File("o"), "--connect-timeout", "4");
        using var other = Murmur.Start(
            "agent", "--id", "a1", "--topology", foreign, "--run", run,
            "--output", _folder.File("o"), "--connect-timeout", "4");
        var ends = await Task.WhenAll(one.EndAsync(), other.EndAsync());
        Assert.All(ends, end => Assert.Equal(1, end.ExitCode));
        Assert.Contains(ends, end => end.Errors.Contains("topology", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Sigterm_ends_the_round_says_goodbye_and_exits_with_0()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are sent by libc");
        var (topology, run) = (Topology(2), Run(TinyRun));
        string[] common =
        [
            "--topology", topology, "--run", run, "--rounds", "1000000",
            "--output", _folder.File("o"), "--quiet",
        ];
        using var one = Murmur.Start(["agent", "--id", "a0", .. common]);
        using var other = Murmur.Start(["agent", "--id", "a1", .. common]);
        await one.WaitForAsync("census taken");
        one.Terminate();
        other.Terminate();
        foreach (var end in await Task.WhenAll(one.EndAsync(), other.EndAsync()))
        {
            Assert.True(end.ExitCode == 0, end.Errors);
            Assert.Contains("weights in", end.Errors, StringComparison.Ordinal);
        }

        Assert.True(File.Exists(_folder.File("o/a0/weights.safetensors")));
    }

    [Fact]
    public async Task Sigterm_while_waiting_for_neighbours_exits_with_0()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are sent by libc");
        using var alone = Murmur.Start(
            "agent", "--id", "a0", "--topology", Topology(2), "--run", Run(TinyRun), "--output", _folder.File("o"),
            "--quiet", "--connect-timeout", "0");
        await alone.WaitForAsync("listens on");
        alone.Terminate();
        var end = await alone.EndAsync();
        Assert.True(end.ExitCode == 0, end.Errors);
    }

    [Fact]
    public async Task A_run_that_diverges_says_so()
    {
        const string diverging = """ "rounds": 200, "algorithm": { "name": "decentralizedSgd", "eta": 1e30 } """;
        var run = Run(TinyRun.Replace("\"rounds\": 5", diverging, StringComparison.Ordinal));
        var (exitCode, _, errors) = await Murmur.RunAsync(
            "simulate", "--transport", "memory", "--topology", Topology(2), "--run", run,
            "--output", _folder.File("out"));
        Assert.Equal(1, exitCode);
        Assert.Contains("no longer finite", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directed_topology_needs_push_sum()
    {
        var topology = _folder.File("directed.json");
        File.WriteAllText(
            topology, """{ "name": "arcs", "agents": 3, "directed": true, "schedule": { "generator": "ring" } }""");
        var (exitCode, _, errors) = await Murmur.RunAsync(
            "agent", "--id", "a0", "--topology", topology, "--run", Run(TinyRun));
        Assert.Equal(1, exitCode);
        Assert.Contains("use algorithm.name=sonata", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_simulation_that_is_told_to_stop_ends_all_its_daemons_in_order()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are sent by libc");
        using var simulation = Murmur.Start(
            "simulate", "--json", "--topology", Topology(3), "--run", Run(TinyRun), "--rounds", "1000000",
            "--output", _folder.File("out"));
        await simulation.WaitForAsync("round 0/1000000");
        simulation.Terminate();
        var (exitCode, output, errors) = await simulation.EndAsync();
        Assert.True(exitCode == 0, errors);
        using var result = JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]);
        Assert.True(result.RootElement.GetProperty("stopped").GetBoolean());
        Assert.Equal(3, result.RootElement.GetProperty("weights").GetArrayLength());
    }

    [Fact]
    public async Task Weights_of_a_simulation_can_be_evaluated_with_the_accuracy_that_it_reported()
    {
        var (topology, run) = (Topology(2), Run(TinyRun));
        var (_, simulated, _) = await Murmur.RunAsync(
            "simulate", "--json", "--no-alone", "--transport", "memory", "--topology", topology, "--run", run,
            "--output", _folder.File("out"));
        var (exitCode, evaluated, errors) = await Murmur.RunAsync(
            "evaluate", "--json", "--run", run,
            "--weights", _folder.File("out/a0/weights.safetensors"), _folder.File("out/a1/weights.safetensors"));
        Assert.True(exitCode == 0, errors);
        var accuracies = evaluated.TrimEnd().Split('\n').Select(line => Number(line, "testAccuracy")).ToList();
        using var result = JsonDocument.Parse(simulated.TrimEnd().Split('\n')[^1]);
        Assert.Equal(result.RootElement.GetProperty("testAccuracy").GetProperty("min").GetDouble(), accuracies.Min());
    }

    private static double Number(string line, string name)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.GetProperty(name).GetDouble();
    }

    private static void AssertHashed(JsonElement weights)
    {
        var bytes = File.ReadAllBytes(weights.GetProperty("path").GetString()!);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        Assert.Equal(hash, weights.GetProperty("sha256").GetString());
    }

    private static string Json(IReadOnlyList<int> ports, string links)
    {
        var agents = ports.Select((port, k) => $$"""{ "id": "a{{k}}", "address": "127.0.0.1:{{port}}" }""");
        return $$"""
            { "name": "line", "agents": [ {{string.Join(", ", agents)}} ], "schedule": { "links": [ {{links}} ] } }
            """;
    }

    private string Topology(int agents) => Topology(agents, out _);

    /// <summary>A line of agents on free ports.</summary>
    private string Topology(int agents, out IReadOnlyList<int> ports)
    {
        var sockets = Gossip.Transport.TcpNeighbourhood.BindLoopback(agents);
        ports = [.. sockets.Select(socket => ((IPEndPoint)socket.LocalEndPoint!).Port)];
        foreach (var socket in sockets)
        {
            socket.Dispose();
        }

        var links = Enumerable.Range(1, agents - 1).Select(k => $"""["a{k - 1}","a{k}"]""");
        File.WriteAllText(_folder.File("topology.json"), Json(ports, string.Join(", ", links)));
        return _folder.File("topology.json");
    }

    private string Run(string text)
    {
        File.WriteAllText(_folder.File("run.json"), text);
        return _folder.File("run.json");
    }
}
