using System.Net;
using System.Text.Json;
using Murmuration.Gossip.Transport;
using Murmuration.Testing;

namespace Murmuration.Simulation.Tests;

/// <summary>What <c>murmur status</c> says of daemons that run, by socket and by web address.</summary>
public sealed class StatusTests : IDisposable
{
    private const string Run =
        """
        { "name": "status",
          "data": { "generated": "digits", "samples": 200, "testSamples": 50, "partition": { "kind": "even" } },
          "model": { "hidden": [4] }, "rounds": 1000000, "seed": 5, "evaluateEvery": 10,
          "algorithm": { "solver": "conjugateGradient", "innerIterations": 2, "outerIterations": 1 } }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly string _name = $"status-{Environment.ProcessId}-{Guid.NewGuid():N}"[..30];
    private readonly int _page;

    public StatusTests()
    {
        var sockets = TcpNeighbourhood.BindLoopback(3);
        List<int> ports = [.. sockets.Select(socket => ((IPEndPoint)socket.LocalEndPoint!).Port)];
        _page = ports[2];
        foreach (var socket in sockets)
        {
            socket.Dispose();
        }

        File.WriteAllText(_folder.File("run.json"), Run);
        File.WriteAllText(
            _folder.File("topology.json"),
            $$"""
            { "name": "pair", "agents": [ { "id": "a0", "address": "127.0.0.1:{{ports[0]}}" },
                                          { "id": "a1", "address": "127.0.0.1:{{ports[1]}}" } ],
              "schedule": { "links": [["a0", "a1"]] } }
            """);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Any_agent_tells_of_all_agents_and_links_until_the_run_ends()
    {
        using var one = Start("a0", "--dashboard", $"127.0.0.1:{_page}");
        using var other = Start("a1");
        await new MetricsFolder(_folder.File("out")).WaitForRoundAsync("a1", 20);
        using var watch = Murmur.Start("status", $"127.0.0.1:{_page}", "--watch", "--json");

        var (code, output, errors) = await Murmur.RunAsync("status", "--run", _name, "--id", "a1", "--json");
        Assert.True(code == 0, errors);
        using var snapshot = JsonDocument.Parse(output);
        Assert.Equal("a1", snapshot.RootElement.GetProperty("observer").GetString());
        var agents = snapshot.RootElement.GetProperty("agents").EnumerateArray().ToList();
        Assert.Equal(["a0", "a1"], agents.Select(agent => agent.GetProperty("id").GetString()));
        Assert.All(agents, agent =>
        {
            var link = Assert.Single(agent.GetProperty("news").GetProperty("links").EnumerateArray());
            Assert.Equal("Up", link.GetProperty("state").GetString());
            Assert.True(link.GetProperty("bytesSent").GetInt64() > 0);
            Assert.InRange(link.GetProperty("delay").GetDouble(), 0, 60);
        });

        (code, output, errors) = await Murmur.RunAsync("status", $"127.0.0.1:{_page}");
        Assert.True(code == 0, errors);
        Assert.Contains($"Run '{_name}' on 'pair', as agent 'a0' knows it", output, StringComparison.Ordinal);
        Assert.Contains("tracking defect", output, StringComparison.Ordinal);
        Assert.Matches("a0 – a1 .* up", output);
        Assert.DoesNotContain("\u001b", output, StringComparison.Ordinal);

        Assert.Equal(0, (await Murmur.RunAsync("stop", "--run", _name)).ExitCode);
        (code, output, errors) = await watch.EndAsync();
        Assert.True(code == 0, errors);
        Assert.Contains("The run has ended", errors, StringComparison.Ordinal);
        Assert.All(output.TrimEnd().Split('\n'), line => Assert.Contains(_name, line, StringComparison.Ordinal));
        Assert.Contains("Agent 'a0' stopped after", (await one.EndAsync()).Output, StringComparison.Ordinal);
    }

    private Murmur Start(string id, params string[] more) => Murmur.Start(
    [
        "agent", "--id", id, "--topology", _folder.File("topology.json"), "--run", _folder.File("run.json"),
        "--set", $"name={_name}", "--output", _folder.File("out"), "--threads", "1", "--quiet", .. more,
    ]);
}
