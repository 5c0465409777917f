namespace Murmuration.Benchmarks.Table.Sections;

/// <summary>Peers in Python.</summary>
internal static class Peers
{
    /// <summary>A script with so many threads, or null and a line in the table.</summary>
    public static PeerProcess? Python(string script, int threads, BenchmarkTable table)
    {
        var count = threads.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var environment = new Dictionary<string, string>
        {
            ["OMP_NUM_THREADS"] = count,
            ["OPENBLAS_NUM_THREADS"] = count,
            ["MKL_NUM_THREADS"] = count,
            ["BLIS_NUM_THREADS"] = count,
        };
        var python = Environment.GetEnvironmentVariable("PEER_PYTHON") ?? "python3";
        var peer = PeerProcess.Start([python, PeerProcess.Script(script)], environment, out var reason);
        if (peer is null)
        {
            table.Skip($"{script}, {Threads(threads)}", reason);
        }

        return peer;
    }

    /// <summary>A number of threads in words.</summary>
    public static string Threads(int count) => count == 1 ? "1 thread" : $"{count} threads";
}
