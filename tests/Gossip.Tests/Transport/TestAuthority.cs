using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Murmuration.Gossip.Transport;
using Murmuration.Gossip.Transport.Identities;
using Murmuration.Testing;

namespace Murmuration.Gossip.Tests.Transport;

/// <summary>Signs certificates, right and wrong ones.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset Begin = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Usages = ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"];
    private readonly TemporaryFolder _folder = new();
    private readonly X509Certificate2 _certificate;

    public TestAuthority(string name = "test authority")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        _certificate = request.CreateSelfSigned(Begin, End);
    }

    public string Folder => _folder.Path;

    /// <summary>The options with the identity that this authority gives to the agent.</summary>
    public TcpNeighbourhoodOptions Secure(TcpNeighbourhoodOptions options) =>
        options with { Identity = Identity(options.Schedule.Agents[options.AgentIndex].Id) };

    /// <summary>An agent's identity, through files.</summary>
    public TlsIdentity Identity(string agentId)
    {
        Save(agentId, Sign(agentId));
        return TlsIdentity.Load(Folder, agentId);
    }

    /// <summary>Writes the files of an agent.</summary>
    public void Save(string agentId, X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        _folder.Write("authority.crt", _certificate.ExportCertificatePem());
        _folder.Write(agentId + ".crt", certificate.ExportCertificatePem());
        var keyPath = _folder.Write(agentId + ".key", key.ExportPkcs8PrivateKeyPem());
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(keyPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    /// <summary>A certificate with its key.</summary>
    public X509Certificate2 Sign(
        string? agentId,
        DateTimeOffset? begin = null,
        DateTimeOffset? end = null,
        X509Certificate2? issuer = null,
        bool isSelfMade = false,
        int usageCount = 2)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={agentId}", key, HashAlgorithmName.SHA256);
        if (agentId is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddUri(new("urn:murmuration:agent:" + agentId));
            request.CertificateExtensions.Add(names.Build());
        }

        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [.. Usages.Take(usageCount).Select(usage => new Oid(usage))], critical: false));
        if (isSelfMade)
        {
            return request.CreateSelfSigned(Begin, End);
        }

        issuer ??= _certificate;
        var generator = X509SignatureGenerator.CreateForECDsa(issuer.GetECDsaPrivateKey()!);
        using var bare = request.Create(issuer.SubjectName, generator, begin ?? Begin, end ?? End, [1, 2, 3]);
        return bare.CopyWithPrivateKey(key);
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _folder.Dispose();
    }
}
