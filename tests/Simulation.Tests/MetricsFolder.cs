using System.Text.Json;

namespace Murmuration.Simulation.Tests;

/// <summary>What daemons have written of their rounds into the folder of their results.</summary>
internal sealed class MetricsFolder(string folder)
{
    /// <summary>Waits until an agent has done so many rounds.</summary>
    public async Task WaitForRoundAsync(string agent, int round)
    {
        var path = Path.Combine(folder, agent);
        Directory.CreateDirectory(path);
        using var watch = new FileSystemWatcher(path, "metrics.jsonl");
        using var changed = new SemaphoreSlim(0);
        watch.Changed += (_, _) => changed.Release();
        watch.Created += (_, _) => changed.Release();
        watch.EnableRaisingEvents = true;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (LastRound(agent) < round)
        {
            await changed.WaitAsync(patience.Token);
        }
    }

    /// <summary>The last round that an agent has reported, −1 before the first.</summary>
    public int LastRound(string agent) => Lines(agent)
        .Select(line => line.TryGetProperty("round", out var round) ? round.GetInt32() : -1)
        .DefaultIfEmpty(-1)
        .Max();

    /// <summary>The last lines; the very last one may be in the middle of being written.</summary>
    public List<JsonElement> Lines(string agent)
    {
        var path = Path.Combine(folder, agent, "metrics.jsonl");
        if (!File.Exists(path))
        {
            return [];
        }

        using var reader = new StreamReader(
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return [.. reader.ReadToEnd().Split('\n')
            .Where(line => line.EndsWith('}'))
            .TakeLast(3)
            .Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
    }
}
