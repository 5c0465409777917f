using System.Globalization;
using Murmuration.Benchmarks.Network;

namespace Murmuration.Benchmarks.Table.Sections;

/// <summary>One connection of two processes, both directions busy, beside a C program that does just that.</summary>
/// <param name="name">What it is called on the command line.</param>
/// <param name="title">Its heading.</param>
/// <param name="source">The C program.</param>
/// <param name="libraries">What it is linked with.</param>
/// <param name="family">What it is asked for, before the bytes and the number of messages.</param>
/// <param name="isSecure">Whether the agents speak TLS.</param>
internal sealed class ConnectionSection(
    string name, string title, string source, IReadOnlyList<string> libraries, string family, bool isSecure)
    : ISection
{
    private const int Times = 5;

    /// <summary>Bytes that one measurement moves in each direction.</summary>
    private const double Volume = 1e9;

    private static readonly int[] Megabytes = [1, 10, 100];

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Title => title;

    /// <inheritdoc/>
    public void Measure(BenchmarkTable table)
    {
        using var peer = CProgram.Start(source, libraries, out var reason);
        if (peer is null)
        {
            table.Skip(source, reason);
        }

        table.Say(isSecure
            ? "| copies of a byte sent | 6, and those of the runtime beside OpenSSL | C: 4 | | | |"
            : "| copies of a byte sent | 2.06; of messages below 32 kB 4 | C: 2 | | | |");

        foreach (var megabytes in Megabytes)
        {
            Measure(table, peer, megabytes);
        }
    }

    private void Measure(BenchmarkTable table, PeerProcess? peer, int megabytes)
    {
        var (bytes, messages) = (megabytes * 1_000_000, (int)(Volume / (megabytes * 1e6)));
        using var network = new AgentNetwork(agents: 2, bytes / sizeof(float), mixes: false, isLocal: false, isSecure);
        network.Run(messages);
        var moved = 2.0 * messages * bytes / 1e9;
        var (ours, theirs, inRounds) = (new List<double>(), new List<double>(), new List<double>());
        var what = $"{bytes} {messages}";
        Contender[] contenders =
        [
            new("ours", () => Note(ours, network.Run(messages))),
            .. peer is null ? Array.Empty<Contender>() :
                [new(peer.Version, () => Note(theirs, peer.Ask($"{family} {what}".TrimStart())))],
            .. peer is null || isSecure ? Array.Empty<Contender>() :
                [new($"{peer.Version}, rounds", () => Note(inRounds, peer.Ask($"rounds {what}")))],
        ];
        var readings = Alternation.Median(Times, contenders)
            .Select(reading => reading with { Value = moved / reading.Value }).ToArray();
        List<double>[] uses = [ours, theirs, inRounds];
        var processor = readings.Select((one, k) => one with { Value = uses[k].Average() / moved }).ToArray();
        table.Add($"messages of {megabytes} MB", "GB/s", Goal.AtLeast(0.8), readings[..Math.Min(2, readings.Length)]);
        table.Add(
            $"messages of {megabytes} MB, processor", "s/GB", goal: null, processor[..Math.Min(2, readings.Length)]);
        if (readings.Length > 2)
        {
            table.Add($"messages of {megabytes} MB, C in rounds", "GB/s", goal: null, readings[0], readings[2]);
            table.Add(
                $"messages of {megabytes} MB, C in rounds, processor", "s/GB", goal: null, processor[0], processor[2]);
        }
    }

    private static double Note(List<double> processor, IReadOnlyList<AgentUse> uses)
    {
        processor.Add(uses.Sum(use => use.Processor));
        return uses.Max(use => use.Seconds);
    }

    private static double Note(List<double> processor, double[] answer)
    {
        processor.Add(answer[1]);
        return answer[0];
    }
}
