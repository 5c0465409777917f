using System.Text.Json;
using Murmuration.Testing;

namespace Murmuration.Simulation.Tests;

/// <summary>Keys and TLS as a user meets them: the program itself, and its files.</summary>
public sealed class IdentityTests : IDisposable
{
    private const string Run =
        """
        { "name": "tiny",
          "data": { "generated": "clusters", "samples": 200, "testSamples": 100, "partition": { "kind": "even" } },
          "model": { "hidden": [4] }, "rounds": 5 }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly string _run;

    public IdentityTests() => _run = _folder.Write("run.json", Run);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("process")]
    [InlineData("tcp")]
    public async Task Tls_changes_no_bit_of_the_model(string transport)
    {
        var plain = await WeightsAsync("--transport", "memory");
        var secured = await WeightsAsync("--transport", transport, "--tls");
        Assert.Equal(plain, secured);
    }

    [Fact]
    public async Task Keys_made_by_the_program_let_agents_train_and_complaints_name_the_file()
    {
        var (keys, away) = (_folder.File("keys"), _folder.File("away"));
        await SucceedAsync("keys", "authority", "--output", keys);
        var said = await SucceedAsync("keys", "agent", "a0", "a1", "--authority", keys, "--output", away);
        Assert.Contains("a1: authority.crt a1.crt a1.key", said, StringComparison.Ordinal);
        Assert.Contains("authority.crt exists already", await FailAsync("keys", "authority", "--output", keys),
            StringComparison.Ordinal);
        Assert.Contains(
            "authority.key is missing", await FailAsync("keys", "agent", "a2", "--authority", away),
            StringComparison.Ordinal);

        var topology = Topology("127.0.0.1");
        string[] common =
            ["--topology", topology, "--run", _run, "--output", _folder.File("o"), "--keys", away];
        using var one = Murmur.Start(["agent", "--id", "a0", .. common]);
        using var other = Murmur.Start(["agent", "--id", "a1", .. common]);
        Assert.All(await Task.WhenAll(one.EndAsync(), other.EndAsync()), end => Assert.Equal(0, end.ExitCode));

        File.Move(Path.Combine(away, "a0.crt"), Path.Combine(away, "a0.old"));
        Assert.Contains(
            "a0.crt is missing", await FailAsync(["agent", "--id", "a0", .. common]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_tcp_beyond_this_machine_needs_keys_or_insecure_which_is_loud()
    {
        string[] agent =
        [
            "agent", "--id", "a0", "--topology", Topology("192.0.2.1"), "--run", _run,
            "--listen", "127.0.0.1:0", "--output", _folder.File("o"), "--connect-timeout", "1",
        ];
        Assert.Contains(
            "plain TCP beyond this machine (192.0.2.1:", await FailAsync(agent), StringComparison.Ordinal);
        Assert.Contains("INSECURE: ", await FailAsync([.. agent, "--insecure"]), StringComparison.Ordinal);
    }

    private static async Task<string> SucceedAsync(params string[] arguments)
    {
        var (exitCode, output, errors) = await Murmur.RunAsync(arguments);
        Assert.True(exitCode == 0, errors);
        return output;
    }

    private static async Task<string> FailAsync(params string[] arguments)
    {
        var (exitCode, _, errors) = await Murmur.RunAsync(arguments);
        Assert.Equal(1, exitCode);
        return errors;
    }

    private async Task<string[]> WeightsAsync(params string[] arguments)
    {
        var output = await SucceedAsync(
        [
            "simulate", "--json", "--no-alone", "--topology", Topology("127.0.0.1"), "--run", _run,
            "--output", _folder.File(string.Concat(arguments)), .. arguments,
        ]);
        using var result = JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]);
        return [.. result.RootElement.GetProperty("weights").EnumerateArray()
            .Select(file => file.GetProperty("sha256").GetString()!)];
    }

    /// <summary>Two linked agents, the second at the host given, on ports that were free a moment ago.</summary>
    private string Topology(string host)
    {
        var ports = Gossip.Transport.TcpNeighbourhood.BindLoopback(2).Select(socket =>
        {
            using (socket)
            {
                return ((System.Net.IPEndPoint)socket.LocalEndPoint!).Port;
            }
        }).ToArray();
        return _folder.Write(
            $"topology-{host}.json",
            $$"""
            { "name": "pair",
              "agents": [ { "id": "a0", "address": "127.0.0.1:{{ports[0]}}" },
                          { "id": "a1", "address": "{{host}}:{{ports[1]}}" } ],
              "schedule": { "links": [["a0", "a1"]] } }
            """);
    }
}
