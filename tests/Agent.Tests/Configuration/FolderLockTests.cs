using Murmuration.Agent.Configuration;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Configuration;

public sealed class FolderLockTests
{
    [Fact]
    public void A_folder_serves_one_program_at_a_time()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "out");
        using (FolderLock.Take(path))
        {
            var refusal = Assert.Throws<ConfigurationException>(() => FolderLock.Take(path));
            Assert.Contains("another program works in this folder", refusal.Message, StringComparison.Ordinal);
        }

        FolderLock.Take(path).Dispose();
    }
}
