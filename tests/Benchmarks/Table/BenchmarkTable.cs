using System.Globalization;
using System.Text;

namespace Murmuration.Benchmarks.Table;

/// <summary>Ours beside the best peer, row by row as measured; the same lines go to the screen and a file.</summary>
/// <param name="output">Where rows appear as soon as they are known.</param>
internal sealed class BenchmarkTable(TextWriter output)
{
    /// <summary>The name of our own readings.</summary>
    public const string Ours = "ours";

    private readonly StringBuilder _text = new();

    /// <summary>Everything said so far, as Markdown.</summary>
    public string Text => _text.ToString();

    /// <summary>Goals reached so far.</summary>
    public int GoalsMet { get; private set; }

    /// <summary>Goals set so far.</summary>
    public int Goals { get; private set; }

    /// <summary>Begins a section.</summary>
    public void Begin(string title)
    {
        Say("");
        Say($"## {title}");
        Say("");
        Say("| what | ours | best peer | ours ÷ peer | goal | others |");
        Say("|---|---|---|---|---|---|");
    }

    /// <summary>Adds a row. The first reading is ours; without others there is no ratio.</summary>
    /// <param name="what">What was measured.</param>
    /// <param name="unit">The unit of the readings.</param>
    /// <param name="goal">What the ratio to the best peer is to reach; without one the lowest is best.</param>
    /// <param name="readings">Ours, then the peers'.</param>
    public void Add(string what, string unit, Goal? goal, params IReadOnlyList<Reading> readings)
    {
        var peers = readings.Skip(1).OrderBy(peer => goal is { IsFloor: true } ? -peer.Value : peer.Value).ToArray();
        if (peers.Length == 0)
        {
            Say($"| {what} | {Number(readings[0].Value)} {unit} | absent | | {goal} | |");
            return;
        }

        var ratio = readings[0].Value / peers[0].Value;
        var verdict = "";
        if (goal is { } wanted)
        {
            Goals++;
            GoalsMet += wanted.IsMetBy(ratio) ? 1 : 0;
            verdict = $"{wanted} {(wanted.IsMetBy(ratio) ? "met" : "**missed**")}";
        }

        var others = string.Join(", ", peers.Skip(1).Select(peer => $"{peer.Name} {Number(peer.Value)}"));
        Say($"| {what} | {Number(readings[0].Value)} {unit} | {peers[0].Name} {Number(peers[0].Value)} " +
            $"| {ratio.ToString("0.00", CultureInfo.InvariantCulture)} | {verdict} | {others} |");
    }

    /// <summary>Adds a row that is judged by a number of its own, not by a peer.</summary>
    public void AddAbsolute(string what, string unit, double value, Goal goal)
    {
        Goals++;
        GoalsMet += goal.IsMetBy(value) ? 1 : 0;
        Say($"| {what} | {Number(value)} {unit} | | | {goal} {(goal.IsMetBy(value) ? "met" : "**missed**")} | |");
    }

    /// <summary>Says that a peer, or a whole row, was not measured, and why.</summary>
    public void Skip(string what, string reason) => Say($"| {what} | skipped: {reason} | | | | |");

    /// <summary>A line of text.</summary>
    public void Say(string line)
    {
        output.WriteLine(line);
        output.Flush();
        _text.AppendLine(line);
    }

    /// <summary>Our own reading of a row.</summary>
    public static Reading Own(double value) => new(Ours, value);

    /// <summary>Three digits that count.</summary>
    private static string Number(double value) => Math.Abs(value) switch
    {
        0 => "0",
        >= 100 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 1 => value.ToString("0.00", CultureInfo.InvariantCulture),
        >= 0.1 => value.ToString("0.000", CultureInfo.InvariantCulture),
        _ => value.ToString("G3", CultureInfo.InvariantCulture),
    };
}
