using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Murmuration.Benchmarks.Table.Sections;

/// <summary>A temporary folder with the files of simulations and what they leave.</summary>
internal sealed class FleetFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("murmur-bench-").FullName;

    /// <summary>The path of a file in it.</summary>
    public string this[string name] => Path.Combine(_path, name);

    /// <summary>Writes a file and gives its path.</summary>
    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    /// <summary>A ring of so many agents on this machine.</summary>
    public string Ring(int agents) => Write(
        $"ring-{agents}.json",
        $$"""{ "name": "ring", "agents": {{agents}}, "schedule": { "generator": "ring" } }""");

    /// <summary>A random regular graph of so many agents on this machine.</summary>
    public string Regular(int agents, int degree) => Write(
        $"regular-{agents}.json",
        $$"""
        { "name": "regular", "agents": {{agents}},
          "schedule": { "generator": "randomRegular", "degree": {{degree}} } }
        """);

    /// <summary>Points of a smooth function over the plane.</summary>
    public string Plane(int rows)
    {
        var random = new Random(1);
        var text = new StringBuilder("a,b,y\n");
        for (var row = 0; row < rows; row++)
        {
            var (a, b) = ((2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1);
            var y = Math.Tanh((2 * a) - b) + (0.5 * Math.Sin(2 * b));
            text.AppendLine(CultureInfo.InvariantCulture, $"{a:F5},{b:F5},{y:F5}");
        }

        return Write("plane.csv", text.ToString());
    }

    /// <summary>Rounds per second in the second half of a run, when all is warm, as its first agent saw them.</summary>
    public static double Rate(string output)
    {
        var seconds = Seconds(output);
        var last = seconds.Keys.Last();
        return (last - (last / 2)) / (seconds[last] - seconds[last / 2]);
    }

    /// <summary>Rounds per second of the whole run, as its first agent saw them.</summary>
    public static double RateFromStart(string output)
    {
        var (round, seconds) = Seconds(output).Last();
        return round / seconds;
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);

    /// <summary>When each round was done.</summary>
    private static SortedDictionary<int, double> Seconds(string output)
    {
        var seconds = new SortedDictionary<int, double>();
        foreach (var line in File.ReadLines(Path.Combine(output, "a0", "metrics.jsonl")))
        {
            using var report = JsonDocument.Parse(line);
            if (report.RootElement.TryGetProperty("round", out var round))
            {
                seconds[round.GetInt32()] = report.RootElement.GetProperty("seconds").GetDouble();
            }
        }

        return seconds;
    }
}
