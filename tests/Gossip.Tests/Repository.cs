namespace Murmuration.Gossip.Tests;

/// <summary>Finds the repository that the tests were built from.</summary>
internal static class Repository
{
    public static string PathOf(string relative)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Murmuration.slnx")))
            folder = folder.Parent;
        return Path.Combine(
            folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository."), relative);
    }
}
