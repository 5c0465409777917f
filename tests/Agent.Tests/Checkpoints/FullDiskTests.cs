using System.Diagnostics;
using Murmuration.Agent.Checkpoints;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Checkpoints;

/// <summary>A disk that fills up costs the checkpoint being written, never an older one.</summary>
public sealed class FullDiskTests
{
    private const int Small = 1000;
    private const int TooLarge = 20_000;

    [Fact]
    public void A_full_disk_is_named_and_harms_no_older_checkpoint()
    {
        using var folder = new TemporaryFolder();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a small disk can be made on Linux only");
        Assert.SkipUnless(
            Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder.Path), "this needs the right to mount");
        try
        {
            FillUp(folder.Path);
        }
        finally
        {
            Run("umount", folder.Path);
        }
    }

    private static void FillUp(string folder)
    {
        var store = new CheckpointStore(folder, 3, CheckpointSamples.Identity);
        var saved = store.Save(CheckpointSamples.After(50, Small));
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var error = Assert.Throws<CheckpointException>(() => store.Save(CheckpointSamples.After(100, TooLarge)));
            Assert.StartsWith(store.PathOf(100), error.Message, StringComparison.Ordinal);
            Assert.Contains("No space left", error.Message, StringComparison.Ordinal);
            Assert.Equal([saved], Directory.GetFiles(folder));
        }

        var search = store.LoadNewest();
        CheckpointSamples.AssertWhole(search.Newest!, Small);
        Assert.Empty(search.Skipped);
        store.Save(CheckpointSamples.After(150, Small));
        Assert.Equal(150, store.LoadNewest().Newest!.Rounds);
    }

    private static bool Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
