using System.Diagnostics;
using System.Globalization;
using Murmuration.Agent.Checkpoints;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Checkpoints;

/// <summary>A process that is killed while it writes checkpoints leaves a folder from which the next one goes
/// on.</summary>
public sealed class KilledWriterTests
{
    private const string FolderVariable = "MURMURATION_TEST_CHECKPOINTS";
    private const int Weights = 100_000;
    private const int KillsInsideAWrite = 2;
    private const int MostKills = 50;
    private const int MostSaves = 10_000;

    [Fact]
    public async Task A_killed_writer_never_costs_a_checkpoint_that_was_saved()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(20);
        var store = new CheckpointStore(folder.Path, 3, CheckpointSamples.Identity);
        for (var (kill, hits) = (0, 0); hits < KillsInsideAWrite; kill++)
        {
            Assert.True(kill < MostKills, "no kill came while a file was being written");
            var reported = await KillAsync(folder.Path, 1 + random.Next(4), random.NextDouble() * 4);
            hits += File.Exists(store.PathOf(reported + 1) + ".partial") ? 1 : 0;
            var search = store.LoadNewest();
            Assert.Empty(search.Skipped);
            CheckpointSamples.AssertWhole(search.Newest!, Weights);
            Assert.True(search.Newest!.Rounds >= reported, $"{search.Newest.Rounds} after {reported} were saved");
        }
    }

    /// <summary>The process that is killed: saves checkpoints and says which, until then.</summary>
    [Fact(Explicit = true)]
    public void Save_until_killed()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable);
        Assert.SkipWhen(folder is null, "another test starts this one");
        var store = new CheckpointStore(folder, 3, CheckpointSamples.Identity);
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        var first = (store.LoadNewest().Newest?.Rounds ?? 0) + 1;
        for (var rounds = first; rounds < first + MostSaves; rounds++)
        {
            store.Save(CheckpointSamples.After(rounds, Weights));
            output.WriteLine($"saved {rounds}");
        }
    }

    /// <summary>Kills a writer some milliseconds after it has saved so often; returns what it saved last.</summary>
    private static async Task<int> KillAsync(string folder, int saves, double milliseconds)
    {
        var test = $"{typeof(KilledWriterTests).FullName}.{nameof(Save_until_killed)}";
        var start = new ProcessStartInfo(Program(), ["-method", test, "-explicit", "only"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        start.Environment[FolderVariable] = folder;
        using var writer = Process.Start(start)!;
        try
        {
            var last = 0;
            for (var seen = 0; seen < saves; seen += last > 0 ? 1 : 0)
            {
                var line = await writer.StandardOutput.ReadLineAsync();
                Assert.NotNull(line);
                last = line.StartsWith("saved ", StringComparison.Ordinal)
                    ? int.Parse(line.AsSpan(6), CultureInfo.InvariantCulture)
                    : last;
            }

            Wait(milliseconds);
            return last;
        }
        finally
        {
            writer.Kill();
            await writer.WaitForExitAsync();
        }
    }

    /// <summary>The program that these tests are.</summary>
    private static string Program() => Path.ChangeExtension(
        typeof(KilledWriterTests).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null);

    /// <summary>A moment inside a write is shorter than any timer's tick.</summary>
    private static void Wait(double milliseconds)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < milliseconds)
        {
            Thread.SpinWait(100);
        }
    }
}
