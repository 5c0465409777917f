using System.Net;
using System.Net.Sockets;
using Murmuration.Simulation.Tests;
using Murmuration.Testing;

namespace Murmuration.Browser.Tests;

/// <summary>The dashboard of daemons that train, hang, die, come back and end.</summary>
public sealed class DashboardTests : IClassFixture<Chromium>, IDisposable
{
    private const int Stop = 19;
    private const int Continue = 18;
    private const int Kill = 9;

    private const string Run =
        """
        { "name": "office",
          "data": { "generated": "digits", "samples": 400, "testSamples": 50, "partition": { "kind": "even" } },
          "model": { "hidden": [10] }, "rounds": 100000, "seed": 5, "evaluateEvery": 10,
          "checkpoints": { "every": 50 }, "links": { "deadlineFloor": 1, "deadlineCeiling": 2 },
          "algorithm": { "solver": "conjugateGradient", "innerIterations": 3, "outerIterations": 1 } }
        """;

    /// <summary>Whoever names a topology may try.</summary>
    private const string Hostile = "<img src=x onerror=alert(1)><script>document.title='taken'</script>";

    private static readonly string[] Ids = ["ada", "bea", "cyd", "dan"];

    private readonly Chromium _chromium;
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, Murmur> _daemons = new(StringComparer.Ordinal);
    private readonly string _name = $"office-{Guid.NewGuid():N}"[..20];
    private readonly int _port;

    public DashboardTests(Chromium chromium)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send");
        _chromium = chromium;
        _port = FreePorts(1)[0];
        _folder.Write("run.json", Run);
    }

    public void Dispose()
    {
        foreach (var daemon in _daemons.Values)
        {
            daemon.Dispose();
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task It_draws_updates_and_shows_what_happens_to_agents_and_links()
    {
        await using var window = await _chromium.OpenAsync(isDark: true);
        WriteTopology(Ids, "ring");
        foreach (var id in Ids)
        {
            Start(id);
        }

        await OpenAsync(window);
        await window.UntilAsync($"{Text("tiles")}.includes('test accuracy')");
        Assert.Equal(Ids.Length, await window.Page.Locator("#agents-table tbody tr").CountAsync());
        Assert.Equal(Ids.Length, await window.Page.Locator("#network-now path.link.up").CountAsync());
        await window.UntilAsync("document.querySelectorAll('.plot svg.chart').length >= 6");
        await window.Page.EvaluateAsync("window.before = document.getElementById('chart-cost').innerHTML");
        await window.UntilAsync("document.getElementById('chart-cost').innerHTML !== window.before");

        _daemons["dan"].Signal(Stop);
        await window.UntilAsync("document.querySelector('#network-now path.link.suspended')");
        await window.UntilAsync($"{Text("remarks")}.includes('a link is suspended')");
        await window.UntilAsync("document.querySelector('#network-now .agent.silent, #network-now .agent.lost')");
        await window.ShootAsync("dashboard-suspended");
        _daemons["dan"].Signal(Continue);
        await window.UntilAsync($"document.querySelectorAll('#network-now path.link.up').length === {Ids.Length}");

        _daemons["cyd"].Signal(Kill);
        await window.UntilAsync($"{Row("cyd")}.includes('lost, silent for')");
        await window.UntilAsync("document.querySelectorAll('#network-now path.link.down').length === 2");
        await window.ShootAsync("dashboard-lost");
        Assert.Equal($"{_name} – Murmuration", await window.Page.TitleAsync());
        Assert.Contains(Hostile, await window.Page.Locator("#lead").TextContentAsync(), StringComparison.Ordinal);
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task It_finds_an_agent_that_was_started_again_and_stays_when_the_run_has_ended()
    {
        await using var window = await _chromium.OpenAsync(width: 360);
        WriteTopology(["ada", "bea"], "path");
        Start("ada");
        await OpenAsync(window);
        await window.UntilAsync($"{Row("bea")}.includes('not heard of yet')");
        Start("bea");
        await window.UntilAsync($"{Row("bea")}.includes('trains')");
        Assert.False(await window.IsTooWideAsync());
        Assert.Empty(window.Complaints);

        _daemons["ada"].Signal(Kill);
        await window.UntilAsync($"{Text("stream")}.includes('no word from ada')");
        await _daemons["ada"].EndAsync();
        Start("ada");
        await window.UntilAsync($"{Text("stream")} === 'live, as ada knows it'");
        await window.UntilAsync($"{Row("ada")}.includes('trains')");
        var before = window.Complaints.Count;

        var (code, _, errors) = await Murmur.RunAsync("stop", "--run", _name);
        Assert.True(code == 0, errors);
        await window.UntilAsync($"{Text("stream")}.startsWith('the run was stopped after')");
        await _daemons["ada"].EndAsync();
        Assert.Equal("2", await window.Page.EvaluateAsync<string>(
            "String([...document.querySelectorAll('#agents-table .good')].length)"));
        await window.ShootAsync("dashboard-ended");
        Assert.Equal(before, window.Complaints.Count);
    }

    private static string Text(string id) => $"document.getElementById('{id}').textContent";

    private static string Row(string id) =>
        $"[...document.querySelectorAll('#agents-table tr')].find((row) => row.dataset.agent === '{id}').textContent";

    private static int[] FreePorts(int count)
    {
        var sockets = Enumerable.Range(0, count).Select(_ =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            return socket;
        }).ToList();
        int[] ports = [.. sockets.Select(socket => ((IPEndPoint)socket.LocalEndPoint!).Port)];
        sockets.ForEach(socket => socket.Dispose());
        return ports;
    }

    private void WriteTopology(string[] ids, string generator)
    {
        var agents = ids.Zip(
            FreePorts(ids.Length), (id, port) => $$"""{ "id": "{{id}}", "address": "127.0.0.1:{{port}}" }""");
        _folder.Write(
            "topology.json",
            $$"""
            { "name": "{{Hostile}}", "agents": [ {{string.Join(", ", agents)}} ],
              "schedule": { "generator": "{{generator}}" } }
            """);
    }

    private void Start(string id) => _daemons[id] = Murmur.Start(
    [
        "agent", "--id", id, "--topology", _folder.File("topology.json"), "--run", _folder.File("run.json"),
        "--set", $"name={_name}", "--output", _folder.File("out"), "--threads", "1", "--quiet",
        .. id == Ids[0] ? ["--dashboard", $"127.0.0.1:{_port}"] : (string[])[],
    ]);

    private async Task OpenAsync(Window window)
    {
        await _daemons[Ids[0]].WaitForAsync("the dashboard is at");
        await window.Page.GotoAsync($"http://127.0.0.1:{_port}/");
    }
}
