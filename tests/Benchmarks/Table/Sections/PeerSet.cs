namespace Murmuration.Benchmarks.Table.Sections;

/// <summary>Networks of 8 processes of peers; those that are absent are told.</summary>
internal sealed class PeerSet : IDisposable
{
    private static readonly Dictionary<string, string> NoSettings = [];
    private readonly Dictionary<string, PeerProcess> _open = new(StringComparer.Ordinal);

    /// <summary>Starts the peers.</summary>
    public PeerSet(BenchmarkTable table, params IReadOnlyList<string> names)
    {
        var python = Environment.GetEnvironmentVariable("PEER_PYTHON") ?? "python3";
        foreach (var name in names)
        {
            string[] command = [python, PeerProcess.Script("exchange.py"), name];
            if (PeerProcess.Start(command, NoSettings, out var reason) is { } peer)
            {
                _open[name] = peer;
            }
            else
            {
                table.Skip(name, reason);
            }
        }
    }

    /// <summary>Those that are there.</summary>
    public IReadOnlyDictionary<string, PeerProcess> Open => _open;

    /// <summary>Ends them.</summary>
    public void Dispose()
    {
        foreach (var peer in _open.Values)
        {
            peer.Dispose();
        }
    }
}
