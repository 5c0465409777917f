using System.Globalization;
using Murmuration.Benchmarks.Network;

namespace Murmuration.Benchmarks.Table.Sections;

/// <summary>One round of 8 processes on a ring: send, receive, mix with weights 1/3.</summary>
internal sealed class ExchangeSection : ISection
{
    private const int Agents = 8;
    private const int Times = 3;

    /// <summary>Measurements that the runtime gets for compiling what matters.</summary>
    private const int WarmUps = 4;
    private const string BlueFog = "bluefog";

    /// <summary>Floats in a message, rounds in one measurement, and what is asked for beside each peer.</summary>
    private static readonly (int Floats, int Rounds, double ToBlueFog, double ToMpi4py)[] Sizes =
        [(10_000, 1000, 0.5, 1.5), (1_000_000, 40, 1, 1.5), (25_000_000, 2, 1, 1.5)];

    /// <inheritdoc/>
    public string Name => "exchange";

    /// <inheritdoc/>
    public string Title => "Exchange: a round of 8 processes on a ring (send, receive, mix with weights 1/3), ms";

    /// <inheritdoc/>
    public void Measure(BenchmarkTable table)
    {
        using var peers = new PeerSet(table, BlueFog, "mpi4py", "gloo");
        foreach (var size in Sizes)
        {
            Measure(table, peers.Open, size);
        }
    }

    private static void Measure(
        BenchmarkTable table,
        IReadOnlyDictionary<string, PeerProcess> peers,
        (int Floats, int Rounds, double ToBlueFog, double ToMpi4py) size)
    {
        using var local = new AgentNetwork(Agents, size.Floats, mixes: true, isLocal: true);
        using var tcp = new AgentNetwork(Agents, size.Floats, mixes: true, isLocal: false);
        local.Run(WarmUps * size.Rounds);
        tcp.Run(WarmUps * size.Rounds);
        var (localUses, tcpUses) = (new List<AgentUse>(), new List<AgentUse>());
        var line = string.Create(CultureInfo.InvariantCulture, $"{size.Floats} {size.Rounds}");
        Contender[] contenders =
        [
            new("ours", () => Time(local, size.Rounds, localUses)),
            new("ours over TCP", () => Time(tcp, size.Rounds, tcpUses)),
            .. peers.Where(peer => peer.Key != BlueFog).Select(peer => peer.Value.As(peer.Value.Version, line)),
        ];
        var readings = Alternation.Median(Times, contenders).Concat(Fresh(peers, line))
            .Select(reading => reading with { Value = 1e3 * reading.Value }).ToArray();
        var what = $"{size.Floats:#,0} floats";
        AddBeside(BlueFog, size.ToBlueFog);
        AddBeside("mpi4py", size.ToMpi4py);
        AddBeside("gloo", null);
        Say(table, $"{what}, each process", localUses, size.Rounds);
        Say(table, $"{what} over TCP, each process", tcpUses, size.Rounds);

        void AddBeside(string peer, double? ratio)
        {
            if (peers.TryGetValue(peer, out var process))
            {
                var theirs = readings.First(reading => reading.Name == process.Version);
                Goal? goal = ratio is { } most ? Goal.AtMost(most) : null;
                table.Add(what, "ms", goal, readings[0], theirs);
                table.Add($"{what} over TCP", "ms", goal, readings[1], theirs);
            }
        }
    }

    /// <summary>A peer that starts for every measurement cannot take its turn with the others.</summary>
    private static Reading[] Fresh(IReadOnlyDictionary<string, PeerProcess> peers, string line) =>
        peers.TryGetValue(BlueFog, out var peer) ? [new(peer.Version, peer.Ask(line)[0])] : [];

    private static void Say(BenchmarkTable table, string what, List<AgentUse> uses, int rounds)
    {
        var all = uses.Count * rounds;
        table.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"| {what} | {1e3 * uses.Sum(use => use.Processor) / all:0.###} ms of processor, " +
            $"{uses.Sum(use => use.Allocated) / all:0.#} bytes allocated, " +
            $"{uses.Sum(use => use.Contentions) / all:0.#####} contended locks | | | | |"));
    }

    private static double Time(AgentNetwork network, int rounds, List<AgentUse> uses)
    {
        var measured = network.Run(rounds);
        uses.AddRange(measured);
        return measured.Max(use => use.Seconds) / rounds;
    }
}
