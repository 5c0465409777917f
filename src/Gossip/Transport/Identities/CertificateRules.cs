using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Murmuration.Gossip.Transport.Identities;

/// <summary>Whether a certificate counts, and if not, why: it must come from the network's own authority, be valid now
/// and name one agent.</summary>
internal static class CertificateRules
{
    private const int LongestName = 100;

    /// <summary>Trust in the authority alone; nothing is ever downloaded.</summary>
    public static X509ChainPolicy Policy(X509Certificate2 authority, Oid usage, DateTimeOffset now) => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { authority },
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
        ApplicationPolicy = { usage },
        VerificationTime = now.UtcDateTime,
    };

    /// <summary>What is wrong with a certificate, null when nothing is. The words follow "its certificate".</summary>
    public static string? Fault(
        X509Certificate2 certificate, X509Chain chain, X509Certificate2 authority, DateTimeOffset now)
    {
        var status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        return IsAny(status, X509ChainStatusFlags.NotSignatureValid) ? "carries a wrong signature"
            : IsAny(status, X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot)
                ? Stranger(certificate, authority)
            : IsAny(status, X509ChainStatusFlags.NotTimeValid)
                ? Period(certificate, now) ?? $"comes from an authority that {Period(authority, now)}"
            : IsAny(status, X509ChainStatusFlags.NotValidForUsage) ? "is not meant for both ends of a link"
            : status != X509ChainStatusFlags.NoError ? $"cannot be trusted ({status})"
            : CertificateName.Read(certificate) is null ? "names no agent"
            : null;
    }

    /// <summary>What is wrong with the time of validity, null when nothing is.</summary>
    public static string? Period(X509Certificate2 certificate, DateTimeOffset now) =>
        now.UtcDateTime > certificate.NotAfter.ToUniversalTime() ? $"expired on {Minute(certificate.NotAfter)}"
            : now.UtcDateTime < certificate.NotBefore.ToUniversalTime()
                ? $"is not valid before {Minute(certificate.NotBefore)}"
            : null;

    private static bool IsAny(X509ChainStatusFlags status, X509ChainStatusFlags some) =>
        (status & some) != X509ChainStatusFlags.NoError;

    private static string Minute(DateTime time) => $"{time.ToUniversalTime():yyyy-MM-dd HH:mm} UTC";

    private static string Stranger(X509Certificate2 certificate, X509Certificate2 authority) =>
        certificate.Subject == certificate.Issuer
            ? $"is self-made, not signed by '{authority.Subject}'"
            : $"is signed by '{Printable(certificate.Issuer)}', not by '{authority.Subject}'";

    /// <summary>A stranger's words, fit for one line of a log.</summary>
    private static string Printable(string name) =>
        string.Concat(name.Take(LongestName).Select(letter => char.IsControl(letter) ? '?' : letter));
}
