using Murmuration.Gossip.Transport.Identities;

namespace Murmuration.Gossip.Tests.Transport;

/// <summary>What is wrong with a folder of keys is said with the file's name.</summary>
public sealed class TlsIdentityTests : IDisposable
{
    private readonly TestAuthority _authority = new();

    public TlsIdentityTests() => _authority.Save("ada", _authority.Sign("ada"));

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData("authority.crt")]
    [InlineData("ada.crt")]
    [InlineData("ada.key")]
    public void A_missing_or_broken_file_is_named(string name)
    {
        var path = Path.Combine(_authority.Folder, name);
        File.WriteAllText(path, "no PEM");
        Assert.StartsWith($"{path} holds no ", Fault(), StringComparison.Ordinal);
        File.Delete(path);
        Assert.StartsWith($"{path} is missing: ", Fault(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_others_can_read_is_refused()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes");
            return;
        }

        var path = Path.Combine(_authority.Folder, "ada.key");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.StartsWith($"{path} is open to other users: chmod 600", Fault(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_of_another_certificate_is_refused()
    {
        _authority.Save("bea", _authority.Sign("bea"));
        File.Copy(
            Path.Combine(_authority.Folder, "bea.key"), Path.Combine(_authority.Folder, "ada.key"), overwrite: true);
        Assert.Contains("ada.key does not belong to ", Fault(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_certificate_of_another_agent_authority_or_time_is_refused()
    {
        _authority.Save("ada", _authority.Sign("bea"));
        Assert.EndsWith("this certificate is that of agent 'bea', not of 'ada'", Fault(), StringComparison.Ordinal);
        using var other = new TestAuthority("other");
        _authority.Save("ada", other.Sign("ada"));
        Assert.Contains("is signed by 'CN=other', not by ", Fault(), StringComparison.Ordinal);
        _authority.Save("ada", _authority.Sign("ada", end: new(2021, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.Contains("ada.crt: this certificate expired on 2021-01-01", Fault(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("A.b_c-9..")]
    [InlineData("0-----------------------------------------------------------_._.")]
    public void Every_valid_id_comes_through_a_certificate_unchanged(string id)
    {
        using var certificate = _authority.Sign(id);
        Assert.Equal(id, CertificateName.Read(certificate));
        Assert.Equal("urn:murmuration:agent:" + id, CertificateName.Of(id).AbsoluteUri);
    }

    private string Fault() =>
        Assert.Throws<IdentityException>(() => TlsIdentity.Load(_authority.Folder, "ada")).Message;
}
