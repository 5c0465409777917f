using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Data;

/// <summary>What a load takes of the process's memory; no other test runs meanwhile.</summary>
[CollectionDefinition(nameof(BoundedMemoryTests), DisableParallelization = true)]
[Collection(nameof(BoundedMemoryTests))]
public sealed class BoundedMemoryTests : IDisposable
{
    private const int Rows = 40_000;
    private const int Inputs = 49;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Ten times the limit; what a load takes on top of it does not depend on the file.</summary>
    [Fact]
    public void A_large_table_takes_bounded_memory()
    {
        using (var writer = new StreamWriter(_folder.File("t.csv")))
        {
            for (var row = 0; row < Rows; row++)
            {
                var numbers = Enumerable.Range(0, Inputs + 1).Select(k => (row * 7 * (k + 3) % 1009) + 0.5);
                writer.WriteLine(string.Join(',', numbers));
            }
        }

        var options = new DataOptions { Train = "t.csv", Memory = 800_000, TestLimit = 100 };
        var peak = new Peak();
        var settings = new LoadSettings { Progress = peak, Folder = _folder.Path };
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var pair = DataLoader.Load(options, _folder.Path, 1, settings);
        Assert.True(pair.Train.IsStreamed);
        Assert.InRange(peak.Memory - before, 0, 6_000_000);
        const double bytes = Rows * (double)Inputs * sizeof(float);
        Assert.InRange(peak.Disk, 0.8 * bytes, bytes);
    }

    private sealed class Peak : IProgress<LoadProgress>
    {
        public long Memory { get; private set; }

        public long Disk { get; private set; }

        public void Report(LoadProgress value)
        {
            Memory = Math.Max(Memory, GC.GetTotalMemory(forceFullCollection: true));
            Disk = Math.Max(Disk, value.DiskBytes);
        }
    }
}
