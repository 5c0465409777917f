using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Murmuration.Gossip.Transport.Identities;

/// <summary>What an agent proves itself with, and what it asks of its neighbours: the authority's certificate, its own
/// certificate, and its own key.</summary>
public sealed class TlsIdentity : IDisposable
{
    /// <summary>Name of the file with the authority's certificate.</summary>
    public const string AuthorityFile = "authority.crt";

    internal static readonly Oid ServerUsage = new("1.3.6.1.5.5.7.3.1");
    internal static readonly Oid ClientUsage = new("1.3.6.1.5.5.7.3.2");

    private TlsIdentity(string agentId, X509Certificate2 authority, X509Certificate2 certificate)
    {
        AgentId = agentId;
        Authority = authority;
        Certificate = certificate;
        Context = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
    }

    /// <summary>The agent that the certificate names.</summary>
    public string AgentId { get; }

    internal X509Certificate2 Authority { get; }

    /// <summary>With its private key.</summary>
    internal X509Certificate2 Certificate { get; }

    internal SslStreamCertificateContext Context { get; }

    /// <summary>Name of the file with an agent's certificate.</summary>
    public static string CertificateFile(string agentId) => agentId + ".crt";

    /// <summary>Name of the file with an agent's private key.</summary>
    public static string KeyFile(string agentId) => agentId + ".key";

    /// <summary>Reads and checks the three PEM files of an agent in a folder.</summary>
    /// <exception cref="IdentityException">A file is missing, unreadable, open to others, expired, or of another agent
    /// or authority; the message names it.</exception>
    public static TlsIdentity Load(string folder, string agentId, TimeProvider? clock = null)
    {
        var files = new IdentityFiles(folder, agentId);
        var authority = files.ReadAuthority();
        try
        {
            var certificate = files.ReadCertificate();
            if (Fault(agentId, authority, certificate, (clock ?? TimeProvider.System).GetUtcNow()) is { } fault)
            {
                certificate.Dispose();
                throw new IdentityException($"{files.CertificatePath}: this certificate {fault}");
            }

            return new(agentId, authority, certificate);
        }
        catch
        {
            authority.Dispose();
            throw;
        }
    }

    /// <summary>Forgets the key.</summary>
    public void Dispose()
    {
        Certificate.Dispose();
        Authority.Dispose();
    }

    private static string? Fault(
        string agentId, X509Certificate2 authority, X509Certificate2 certificate, DateTimeOffset now)
    {
        using var chain = new X509Chain { ChainPolicy = CertificateRules.Policy(authority, ClientUsage, now) };
        chain.ChainPolicy.ApplicationPolicy.Add(ServerUsage);
        chain.Build(certificate);
        return CertificateRules.Fault(certificate, chain, authority, now)
            ?? (CertificateName.Read(certificate) is var name && name == agentId
                ? null
                : $"is that of agent '{name}', not of '{agentId}'");
    }
}
