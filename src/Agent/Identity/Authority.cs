using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Murmuration.Gossip.Transport.Identities;

namespace Murmuration.Agent.Identity;

/// <summary>The one that says who is an agent of a network: makes keys of the curve P-256 and signs certificates
/// (X.509, RFC 5280).</summary>
internal sealed class Authority(X509Certificate2 certificate, ECDsa key, TimeProvider time) : IDisposable
{
    private const int SerialBytes = 16;
    private const string ServerUsage = "1.3.6.1.5.5.7.3.1";
    private const string ClientUsage = "1.3.6.1.5.5.7.3.2";

    /// <summary>Certificates begin a little in the past, for machines whose clocks are behind.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromHours(1);

    /// <summary>Its certificate and key, as PEM.</summary>
    public KeyPair Keys { get; } = new(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());

    /// <summary>Makes an authority with a name of its own, valid for so many days.</summary>
    public static Authority Create(int days, TimeProvider time)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(
            $"CN=Murmuration authority {RandomNumberGenerator.GetHexString(8, lowercase: true)}",
            key,
            HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = time.GetUtcNow();
        return new(request.CreateSelfSigned(now - ClockTolerance, now.AddDays(days)), key, time);
    }

    /// <summary>Reads an authority from its PEM texts.</summary>
    /// <exception cref="CryptographicException">They are no certificate with its key.</exception>
    /// <exception cref="ArgumentException">Likewise.</exception>
    public static Authority Load(KeyPair keys, TimeProvider time)
    {
        using var bare = X509Certificate2.CreateFromPem(keys.Certificate);
        var key = ECDsa.Create();
        key.ImportFromPem(keys.Key);
        return new(bare.CopyWithPrivateKey(key), key, time);
    }

    /// <summary>Makes a key and a certificate for an agent, valid for so many days.</summary>
    /// <exception cref="IdentityException">The authority itself is not valid for as long.</exception>
    public KeyPair Sign(string agentId, int days)
    {
        using var agentKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = time.GetUtcNow();
        var (begin, end) = (Later(now - ClockTolerance, certificate.NotBefore), now.AddDays(days));
        if (end.UtcDateTime > certificate.NotAfter.ToUniversalTime())
        {
            throw new IdentityException(
                $"the authority is valid until {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd} only: " +
                "give fewer --days, or make a new authority and new keys for all agents");
        }

        using var signed = RequestFor(agentId, agentKey).Create(
            certificate, begin, end, RandomNumberGenerator.GetBytes(SerialBytes));
        return new(signed.ExportCertificatePem(), agentKey.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose()
    {
        certificate.Dispose();
        key.Dispose();
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTime other) =>
        one.UtcDateTime > other.ToUniversalTime() ? one : new(other.ToUniversalTime());

    private CertificateRequest RequestFor(string agentId, ECDsa agentKey)
    {
        var request = new CertificateRequest($"CN={agentId}", agentKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(CertificateName.Of(agentId));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new(ServerUsage), new(ClientUsage)], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(certificate, true, false));
        return request;
    }
}
