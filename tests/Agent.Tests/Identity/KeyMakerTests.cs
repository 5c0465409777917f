using System.ComponentModel;
using System.Diagnostics;
using Murmuration.Agent.Identity;
using Murmuration.Gossip.Transport.Identities;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Identity;

public sealed class KeyMakerTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly TemporaryFolder _folder = new();
    private readonly KeyFolder _authority;
    private readonly KeyFolder _agents;

    public KeyMakerTests()
    {
        _authority = new(_folder.File("authority"));
        _agents = new(_folder.File("agents"));
        KeyMaker.MakeAuthority(_authority, KeyMaker.AuthorityDays, TimeProvider.System);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ada")]
    [InlineData("A.b_c-9..")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void Agents_can_use_what_is_made_and_the_authoritys_key_stays_at_home(string id)
    {
        KeyMaker.MakeAgents(_authority, _agents, [id], 30, TimeProvider.System);
        using var identity = TlsIdentity.Load(_agents.Path, id);
        Assert.Equal(id, identity.AgentId);
        Assert.Equal(
            ["authority.crt", id + ".crt", id + ".key"],
            Directory.GetFiles(_agents.Path).Select(path => Path.GetFileName(path)).Order(OrdinalLast(id)));
    }

    [Fact]
    public void Keys_and_their_folder_are_for_the_owner_only()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes");
            return;
        }

        KeyMaker.MakeAgents(_authority, _agents, ["ada"], 30, TimeProvider.System);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Path.Combine(_authority.Path, "authority.key")));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Path.Combine(_agents.Path, "ada.key")));
        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(_agents.Path));
    }

    [Fact]
    public void Nothing_is_overwritten_and_nothing_made_when_one_file_is_in_the_way()
    {
        KeyMaker.MakeAgents(_authority, _agents, ["bea"], 30, TimeProvider.System);
        var before = Contents();
        AssertFault("bea.crt exists already", () =>
            KeyMaker.MakeAgents(_authority, _agents, ["ada", "bea"], 30, TimeProvider.System));
        AssertFault("authority.crt exists already", () =>
            KeyMaker.MakeAuthority(_authority, 30, TimeProvider.System));
        Assert.Equal(before, Contents());
    }

    [Fact]
    public void What_cannot_be_made_is_said()
    {
        AssertFault("'x/y' is no id of an agent", () => MakeAgent("x/y", 30));
        AssertFault("'..' is no id of an agent", () => MakeAgent("..", 30));
        AssertFault("an agent cannot be named 'Authority'", () => MakeAgent("Authority", 30));
        AssertFault("the authority is valid until ", () => MakeAgent("ada", 4000));
        AssertFault("authority.key is missing", () =>
            KeyMaker.MakeAgents(Copied(), _agents, ["ada"], 30, TimeProvider.System));
        var other = new KeyFolder(_folder.File("other"));
        KeyMaker.MakeAuthority(other, 30, TimeProvider.System);
        AssertFault("authority.crt is that of another authority", () =>
            KeyMaker.MakeAgents(other, _authority, ["ada"], 10, TimeProvider.System));
    }

    [Fact]
    public void Completing_a_folder_makes_only_what_is_missing()
    {
        KeyMaker.Complete(_agents, ["a0", "a1"], TimeProvider.System);
        var before = Contents();
        KeyMaker.Complete(_agents, ["a0", "a1", "a2"], TimeProvider.System);
        Assert.Equal(before, Contents().Where(file => !file.StartsWith("a2.", StringComparison.Ordinal)));
        TlsIdentity.Load(_agents.Path, "a2").Dispose();
    }

    [Fact]
    public async Task Openssl_agrees()
    {
        KeyMaker.MakeAgents(_authority, _agents, ["ada"], 30, TimeProvider.System);
        var certificate = Path.Combine(_agents.Path, "ada.crt");
        foreach (var purpose in new[] { "sslserver", "sslclient" })
        {
            var verdict = await OpensslAsync(
                "verify", "-x509_strict", "-CAfile", Path.Combine(_authority.Path, "authority.crt"),
                "-purpose", purpose, certificate);
            Assert.Equal($"{certificate}: OK", verdict.Trim());
        }

        var text = await OpensslAsync("x509", "-in", certificate, "-noout", "-text");
        Assert.Contains("URI:urn:murmuration:agent:ada", text, StringComparison.Ordinal);
        Assert.Contains("NIST CURVE: P-256", text, StringComparison.Ordinal);
        var ownKey = await OpensslAsync("pkey", "-in", Path.Combine(_agents.Path, "ada.key"), "-pubout");
        Assert.Equal(await OpensslAsync("x509", "-in", certificate, "-noout", "-pubkey"), ownKey);
    }

    private static void AssertFault(string expected, Action make) =>
        Assert.Contains(expected, Assert.Throws<IdentityException>(make).Message, StringComparison.Ordinal);

    private static Comparer<string> OrdinalLast(string id) => Comparer<string>.Create((one, other) =>
        (one.StartsWith(id, StringComparison.Ordinal), one).CompareTo(
            (other.StartsWith(id, StringComparison.Ordinal), other)));

    private static async Task<string> OpensslAsync(params string[] arguments)
    {
        try
        {
            using var openssl = Process.Start(new ProcessStartInfo("openssl", arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            })!;
            var output = await openssl.StandardOutput.ReadToEndAsync();
            await openssl.WaitForExitAsync();
            return output;
        }
        catch (Win32Exception)
        {
            Assert.Skip("openssl is not installed");
            throw;
        }
    }

    private void MakeAgent(string id, int days) =>
        KeyMaker.MakeAgents(_authority, _agents, [id], days, TimeProvider.System);

    /// <summary>A folder as an agent's machine has it: with the authority's certificate alone.</summary>
    private KeyFolder Copied()
    {
        var copy = new KeyFolder(_folder.File("copy"));
        copy.SaveAuthorityCertificate("anything");
        return copy;
    }

    private List<string> Contents() =>
    [
        .. Directory.GetFiles(_agents.Path).Order(StringComparer.Ordinal)
            .Select(path => $"{Path.GetFileName(path)} {File.ReadAllText(path)}"),
    ];
}
