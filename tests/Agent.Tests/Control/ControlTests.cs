using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Control;
using Murmuration.Agent.Data;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Training;
using Murmuration.Agent.Web;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Control;

/// <summary>What an agent answers on its control socket, and who is found.</summary>
public sealed class ControlTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HostDevice _device = new();
    private readonly RunControl _control = new();
    private readonly string _run = $"control-{Guid.NewGuid():N}"[..20];
    private readonly ControlListener _listener;
    private readonly NetworkWatch _watch;

    public ControlTests()
    {
        File.WriteAllText(_folder.File("t.json"), """{ "agents": 2, "schedule": { "generator": "ring" } }""");
        var setup = new AgentSetup
        {
            Schedule = TopologySchedule.Load(_folder.File("t.json")),
            AgentIndex = 1,
            Run = new RunOptions { Name = _run },
            Partition = DataLoader.Load(new DataOptions { Samples = 20, TestSamples = 1 }, ".", seed: 1).Train,
            Scale = DataScale.None,
            Test = null,
            Device = _device,
        };
        _watch = new(setup, _control, TimeProvider.System);
        _listener = ControlListener.TryStart(
            setup, _control, _watch, TimeProvider.System, NullLogger.Instance)!;
        Assert.NotNull(_listener);
    }

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        _control.Dispose();
        _device.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_agent_is_found_by_its_run_and_tells_what_it_knows()
    {
        _control.Records = () => [new(0, 7, 1, AgentStatus.Away, 12, -1, default)];
        var (socket, agent) = await ControlClient.FindAsync(_run, id: null, CancellationToken.None);
        Assert.Equal((_run, "a1"), (agent.Run, agent.Id));
        var status = await ControlClient.AskAsync(socket, ControlDesk.Status, CancellationToken.None);
        var snapshot = status.Snapshot!;
        Assert.Equal(new("a0", "Away", 12, 7, News: null), Assert.Single(snapshot.Agents));
        Assert.Equal((_run, "a1", 1), (snapshot.Run, snapshot.Observer, snapshot.Totals!.Members));
        Assert.Equal(["a0", "a1"], snapshot.Ids);
        var unknown = await ControlClient.AskAsync(socket, "dance", CancellationToken.None);
        Assert.Contains("'dance' is none of", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_watches_asks_anew_each_time_and_keeps_nobody_from_stopping()
    {
        var watchers = Enumerable.Range(0, 8).Select(_ => new ControlSource(_run, id: null)).ToList();
        foreach (var source in watchers)
        {
            Assert.Equal("a1", (await source.LookAsync(CancellationToken.None)).Observer);
        }

        var (socket, _) = await ControlClient.FindAsync(_run, "a1", CancellationToken.None);
        var stopping = ControlClient.AskAsync(socket, ControlDesk.Stop, CancellationToken.None);
        Assert.Equal(_run, (await watchers[0].LookAsync(CancellationToken.None)).Run);
        _control.NoteEnded(3);
        Assert.Equal(3, (await stopping).Rounds);
    }

    [Fact]
    public async Task Nothing_that_is_no_agent_is_taken_for_one()
    {
        var error = await Assert.ThrowsAsync<ConfigurationException>(
            () => new ControlSource("nobody-has-this", id: null).LookAsync(CancellationToken.None));
        Assert.Contains("no agent of run 'nobody-has-this'", error.Message, StringComparison.Ordinal);
        Assert.Throws<ConfigurationException>(() => new WebSource("somewhere"));
        await using var web = await AgentWeb.StartAsync(new(IPAddress.Loopback, 0), [], NullLoggerFactory.Instance);
        using (var source = new WebSource($"127.0.0.1:{web.Address.Port}"))
        {
            error = await Assert.ThrowsAsync<ConfigurationException>(() => source.LookAsync(CancellationToken.None));
            Assert.Contains("is not the page of an agent", error.Message, StringComparison.Ordinal);
            await web.DisposeAsync();
            error = await Assert.ThrowsAsync<ConfigurationException>(() => source.LookAsync(CancellationToken.None));
            Assert.Contains("was it started with --dashboard?", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_web_page_tells_what_the_socket_tells()
    {
        _control.Records = () => [new(0, 7, 1, AgentStatus.Present, 12, -1, new AgentNews(5, Cost: 0.5).ToBytes())];
        await using var web = await AgentWeb.StartAsync(
            new(IPAddress.Loopback, 0), [new NetworkPart(_watch.Now)], NullLoggerFactory.Instance);
        using var source = new WebSource($"{web.Address}");
        var (page, socket) = (
            await source.LookAsync(CancellationToken.None),
            await new ControlSource(_run, "a1").LookAsync(CancellationToken.None));
        Assert.Equal((_run, 12, 0.5), (page.Run, page.Agents[0].Round, page.Totals!.Cost));
        Assert.Equal(page.Agents, socket.Agents);
    }

    [Fact]
    public async Task A_request_to_stop_is_answered_with_the_rounds_when_the_agent_has_ended()
    {
        var (socket, _) = await ControlClient.FindAsync(_run, "a1", CancellationToken.None);
        var asking = ControlClient.AskAsync(socket, ControlDesk.Stop, CancellationToken.None);
        _control.NoteEnded(42);
        Assert.Equal(42, (await asking).Rounds);
        Assert.True(_control.TakeStopRequest());
        Assert.False(_control.TakeStopRequest());
        Assert.False(_control.Ending.IsCancellationRequested);
    }

    [Fact]
    public async Task A_request_to_leave_ends_the_agent_for_good_and_a_failure_is_told()
    {
        var (socket, _) = await ControlClient.FindAsync(_run, "a1", CancellationToken.None);
        var asking = ControlClient.AskAsync(socket, ControlDesk.Leave, CancellationToken.None);
        var ending = new TaskCompletionSource();
        await using var noted = _control.Ending.Register(ending.SetResult);
        await ending.Task;
        Assert.True(_control.IsForGood);
        _control.NoteFailed();
        Assert.Contains("failed", (await asking).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_is_too_long_ends_the_connection_and_others_are_served()
    {
        var (path, _) = await ControlClient.FindAsync(_run, "a1", CancellationToken.None);
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
            await socket.SendAsync(Encoding.ASCII.GetBytes(new string('x', 256)));
            Assert.Equal(0, await socket.ReceiveAsync(new byte[1]));
        }

        Assert.Equal("a1", (await ControlClient.AskAsync(path, ControlDesk.Who, CancellationToken.None)).Id);
    }

    [Fact]
    public async Task The_socket_of_a_dead_process_is_removed_and_a_missing_agent_is_named()
    {
        var dead = ControlFolder.PathOf(_run, "dead", 1);
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            socket.Bind(new UnixDomainSocketEndPoint(dead));
        }

        var error = await Assert.ThrowsAsync<ConfigurationException>(
            () => ControlClient.FindAsync(_run, "dead", CancellationToken.None));
        Assert.Contains($"no agent 'dead' of run '{_run}'", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(dead));
    }

    [Fact]
    public void Nobody_else_can_enter_the_folder_and_long_names_fit()
    {
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            Assert.Equal(owner, File.GetUnixFileMode(ControlFolder.Location));
        }

        Assert.InRange(ControlFolder.PathOf(new string('r', 64), new string('i', 64), 4_000_000).Length, 1, 103);
    }
}
