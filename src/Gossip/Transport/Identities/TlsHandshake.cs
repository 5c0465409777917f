using System.Net.Security;
using System.Runtime.Versioning;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Murmuration.Gossip.Transport.Identities;

/// <summary>One TLS 1.3 handshake in which both ends show certificates.</summary>
/// <param name="identity">This agent's.</param>
/// <param name="judge">Given the id in the other's certificate, says why it is not welcome; null when it is.</param>
/// <param name="clock">Tells whether certificates are valid now.</param>
internal sealed class TlsHandshake(TlsIdentity identity, Func<string, string?> judge, TimeProvider clock)
{
    /// <summary>With this byte every TLS connection begins.</summary>
    public const byte FirstByte = 0x16;

    private string? _refusal;

    /// <summary>The id in the other's certificate, once the handshake is done.</summary>
    public string? AgentId { get; private set; }

    /// <exception cref="IdentityException">The other end is not the agent it should be.</exception>
    /// <exception cref="IOException">The other end broke off.</exception>
    public Task<SslStream> DialAsync(Stream stream, CancellationToken deadline) =>
        RunAsync(stream, tls => tls.AuthenticateAsClientAsync(ClientOptions(), deadline));

    /// <exception cref="IdentityException">The other end is no agent that may connect.</exception>
    /// <exception cref="IOException">The other end broke off.</exception>
    public Task<SslStream> AcceptAsync(Stream stream, CancellationToken deadline) =>
        RunAsync(stream, tls => tls.AuthenticateAsServerAsync(ServerOptions(), deadline));

    private async Task<SslStream> RunAsync(Stream stream, Func<SslStream, Task> authenticateAsync)
    {
        var tls = new SslStream(stream);
        try
        {
            await authenticateAsync(tls);
            return tls;
        }
        catch (AuthenticationException failure)
        {
            await tls.DisposeAsync();
            throw new IdentityException(_refusal ?? $"no TLS handshake: {Cause(failure)}", failure);
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    private static string Cause(AuthenticationException failure) =>
        (failure.InnerException ?? failure).Message.ReplaceLineEndings(" ").TrimEnd('.', ' ');

    private SslClientAuthenticationOptions ClientOptions() => new()
    {
        // No host name: agents are known by the id in the certificate alone.
        TargetHost = "",
        ClientCertificateContext = identity.Context,
        EnabledSslProtocols = SslProtocols.Tls13,
        AllowTlsResume = false,
        CertificateChainPolicy = Policy(TlsIdentity.ServerUsage),
        CipherSuitesPolicy = OperatingSystem.IsLinux() ? Suites() : null,
        RemoteCertificateValidationCallback = Accept,
    };

    private SslServerAuthenticationOptions ServerOptions() => new()
    {
        ServerCertificateContext = identity.Context,
        ClientCertificateRequired = true,
        EnabledSslProtocols = SslProtocols.Tls13,
        AllowTlsResume = false,
        CertificateChainPolicy = Policy(TlsIdentity.ClientUsage),
        CipherSuitesPolicy = OperatingSystem.IsLinux() ? Suites() : null,
        RemoteCertificateValidationCallback = Accept,
    };

    /// <summary>AES-128 first: it is the fastest, and as strong as the keys.</summary>
    [SupportedOSPlatform("linux")]
    private static CipherSuitesPolicy Suites() => new(
    [
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
    ]);

    private X509ChainPolicy Policy(Oid usage) =>
        CertificateRules.Policy(identity.Authority, usage, clock.GetUtcNow());

    private bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        _refusal = certificate is X509Certificate2 shown && chain is not null
            ? Refusal(shown, chain)
            : "it shows no certificate";
        return _refusal is null;
    }

    private string? Refusal(X509Certificate2 certificate, X509Chain chain)
    {
        if (CertificateRules.Fault(certificate, chain, identity.Authority, clock.GetUtcNow()) is { } fault)
        {
            return $"its certificate {fault}";
        }

        AgentId = CertificateName.Read(certificate)!;
        return judge(AgentId);
    }
}
