using Murmuration.Agent.Checkpoints;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Checkpoints;

/// <summary>Which checkpoint of a folder is taken, which are kept, and which still count as exact.</summary>
public sealed class CheckpointStoreTests
{
    private static readonly CheckpointIdentity Identity = CheckpointSamples.Identity;

    [Fact]
    public void An_empty_or_missing_folder_has_none()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal((null, 0), Result(Store(folder).LoadNewest()));
        Assert.Null(new CheckpointStore(folder.File("nowhere"), 3, Identity).LoadNewest().Newest);
    }

    [Fact]
    public void The_last_few_are_kept_and_the_newest_is_taken()
    {
        using var folder = new TemporaryFolder();
        var store = Store(folder, keep: 2);
        foreach (var rounds in new[] { 50, 100, 150, 99_999_999, 100_000_000 })
        {
            store.Save(CheckpointSamples.After(rounds));
        }

        Assert.Equal((100_000_000, 0), Result(store.LoadNewest()));
        Assert.Equal([99_999_999, 100_000_000], Kept(folder).Order());
    }

    [Fact]
    public void Damaged_ones_are_named_and_skipped_for_older_ones()
    {
        using var folder = new TemporaryFolder();
        var store = Store(folder);
        store.Save(CheckpointSamples.After(50));
        var torn = store.Save(CheckpointSamples.After(100));
        var flipped = store.Save(CheckpointSamples.After(150));
        File.WriteAllBytes(torn, File.ReadAllBytes(torn)[..200]);
        var bytes = File.ReadAllBytes(flipped);
        bytes[^1] ^= 1;
        File.WriteAllBytes(flipped, bytes);

        var search = store.LoadNewest();
        CheckpointSamples.AssertWhole(search.Newest!);
        Assert.Equal(50, search.Newest!.Rounds);
        Assert.Equal(2, search.Skipped.Count);
        Assert.StartsWith(flipped, search.Skipped[0], StringComparison.Ordinal);
        Assert.StartsWith(torn, search.Skipped[1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_given_up_is_removed_once_a_new_one_is_safe()
    {
        using var folder = new TemporaryFolder();
        var store = Store(folder);
        store.Save(CheckpointSamples.After(50));
        var damaged = store.Save(CheckpointSamples.After(150));
        File.WriteAllText(damaged, "");
        store.Save(CheckpointSamples.After(60));
        Assert.Equal([50, 60], Kept(folder).Order());
    }

    [Fact]
    public void Another_runs_checkpoints_are_named_and_never_touched()
    {
        using var folder = new TemporaryFolder();
        var other = new CheckpointStore(folder.Path, 1, Identity with { Run = "home" });
        var theirs = other.Save(CheckpointSamples.After(100));
        var store = Store(folder, keep: 1);
        var search = store.LoadNewest();
        Assert.Null(search.Newest);
        Assert.Contains("run 'home', not 'office'", Assert.Single(search.Skipped), StringComparison.Ordinal);
        foreach (var rounds in new[] { 50, 100, 150 })
        {
            store.Save(CheckpointSamples.After(rounds));
        }

        Assert.Equal(150, store.LoadNewest().Newest!.Rounds);
        Assert.Equal((100, 1), Result(other.LoadNewest()));
        CheckpointSamples.AssertWhole(CheckpointReader.Read(theirs, Identity with { Run = "home" }));
    }

    [Fact]
    public void What_a_killed_writer_left_is_removed_by_the_next()
    {
        using var folder = new TemporaryFolder();
        var store = Store(folder);
        File.WriteAllText(store.PathOf(40) + ".partial", "half");
        Assert.Equal((null, 0), Result(store.LoadNewest()));
        var saved = store.Save(CheckpointSamples.After(50));
        Assert.Equal([saved], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void An_exact_checkpoint_is_exact_until_somebody_resumes_from_it()
    {
        using var folder = new TemporaryFolder();
        Store(folder).Save(CheckpointSamples.After(50, exact: true));
        var found = Store(folder).LoadNewest().Newest!;
        Assert.True(found.IsExact);
        Store(folder).MarkResumed(found);
        Assert.False(Store(folder).LoadNewest().Newest!.IsExact);

        Store(folder).Save(CheckpointSamples.After(50, exact: true));
        Assert.True(Store(folder).LoadNewest().Newest!.IsExact);
    }

    [Fact]
    public void An_exact_checkpoint_with_an_unusable_newer_one_is_not_exact()
    {
        using var folder = new TemporaryFolder();
        var store = Store(folder);
        store.Save(CheckpointSamples.After(50, exact: true));
        File.WriteAllText(store.Save(CheckpointSamples.After(60)), "");
        Assert.False(store.LoadNewest().Newest!.IsExact);
    }

    [Fact]
    public void An_exact_checkpoint_before_one_that_was_resumed_from_is_not_exact()
    {
        using var folder = new TemporaryFolder();
        var store = Store(folder);
        store.Save(CheckpointSamples.After(50, exact: true));
        store.Save(CheckpointSamples.After(60, exact: true));
        store.MarkResumed(store.LoadNewest().Newest!);
        File.Delete(store.PathOf(60));
        Assert.False(store.LoadNewest().Newest!.IsExact);
        store.Save(CheckpointSamples.After(70, exact: true));
        Assert.True(store.LoadNewest().Newest!.IsExact);
    }

    [Fact]
    public void A_note_that_makes_no_sense_leaves_nothing_exact()
    {
        using var folder = new TemporaryFolder();
        var store = Store(folder);
        store.Save(CheckpointSamples.After(50, exact: true));
        store.MarkResumed(store.LoadNewest().Newest!);
        var note = Directory.GetFiles(folder.Path, "resumed-*").Single();
        File.WriteAllText(note, "");
        Assert.False(store.LoadNewest().Newest!.IsExact);
    }

    [Fact]
    public void A_checkpoint_in_passing_is_not_exact()
    {
        using var folder = new TemporaryFolder();
        Store(folder).Save(CheckpointSamples.After(50));
        Assert.False(Store(folder).LoadNewest().Newest!.IsExact);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_is_named()
    {
        using var folder = new TemporaryFolder();
        var place = folder.Write("file", "no folder");
        var store = new CheckpointStore(place, 3, Identity);
        var error = Assert.Throws<CheckpointException>(() => store.Save(CheckpointSamples.After(50)));
        Assert.StartsWith(place, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    private static CheckpointStore Store(TemporaryFolder folder, int keep = 3) => new(folder.Path, keep, Identity);

    private static (int? Rounds, int Skipped) Result(CheckpointSearch search) =>
        (search.Newest?.Rounds, search.Skipped.Count);

    private static IEnumerable<int> Kept(TemporaryFolder folder) =>
        Directory.GetFiles(folder.Path).Select(path => int.Parse(Path.GetFileName(path).Split('-')[1]));
}
