using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Murmuration.Gossip.Transport.Identities;

/// <summary>The PEM files of one agent in a folder; every complaint names the file.</summary>
internal sealed class IdentityFiles(string folder, string agentId)
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public string CertificatePath { get; } = Path.Combine(folder, TlsIdentity.CertificateFile(agentId));

    private string AuthorityPath { get; } = Path.Combine(folder, TlsIdentity.AuthorityFile);

    private string KeyPath { get; } = Path.Combine(folder, TlsIdentity.KeyFile(agentId));

    public X509Certificate2 ReadAuthority() => Certificate(AuthorityPath, Text(AuthorityPath));

    /// <summary>The agent's certificate with its key.</summary>
    public X509Certificate2 ReadCertificate()
    {
        using var bare = Certificate(CertificatePath, Text(CertificatePath));
        RefuseWhenOpen();
        using var key = Key(Text(KeyPath));
        try
        {
            return Usable(bare.CopyWithPrivateKey(key));
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException or InvalidOperationException)
        {
            throw new IdentityException($"{KeyPath} does not belong to {CertificatePath}", error);
        }
    }

    private static X509Certificate2 Certificate(string path, string text)
    {
        try
        {
            return X509Certificate2.CreateFromPem(text);
        }
        catch (CryptographicException error)
        {
            throw new IdentityException($"{path} holds no certificate in PEM format", error);
        }
    }

    /// <summary>The TLS of Windows takes no key that lives in memory only.</summary>
    private static X509Certificate2 Usable(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows())
        {
            return certificate;
        }

        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
        }
    }

    private ECDsa Key(string text)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(text);
            return key;
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new IdentityException($"{KeyPath} holds no private key of an elliptic curve in PEM format", error);
        }
    }

    private string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new IdentityException(
                $"{path} is missing: 'murmur keys agent {agentId}' makes it, where the authority is", missing);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IdentityException($"{path} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>As ssh does: a key that others can read is no secret.</summary>
    private void RefuseWhenOpen()
    {
        if (!OperatingSystem.IsWindows() && File.Exists(KeyPath)
            && (File.GetUnixFileMode(KeyPath) & Others) != UnixFileMode.None)
        {
            throw new IdentityException($"{KeyPath} is open to other users: chmod 600 it, or make a new key");
        }
    }
}
