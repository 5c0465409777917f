using System.Security.Cryptography;
using Murmuration.Gossip.Transport.Identities;

namespace Murmuration.Agent.Identity;

/// <summary>A folder of keys and certificates. Nothing in it is ever overwritten, and a key is readable by its owner
/// only from the moment its file exists.</summary>
internal sealed class KeyFolder(string path)
{
    /// <summary>File name of the authority's private key, which never leaves its machine.</summary>
    public const string AuthorityKeyFile = "authority.key";

    private const UnixFileMode OwnerFolder =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode PublicFile = OwnerFile | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Where it is.</summary>
    public string Path { get; } = path;

    /// <summary>Whether an authority's certificate is in it.</summary>
    public bool HasAuthority => File.Exists(PathOf(TlsIdentity.AuthorityFile));

    /// <summary>Whether an agent's certificate is in it.</summary>
    public bool Has(string agentId) => File.Exists(PathOf(TlsIdentity.CertificateFile(agentId)));

    /// <summary>Writes an authority's certificate and key.</summary>
    public void SaveAuthority(KeyPair keys) => Save(keys, TlsIdentity.AuthorityFile, AuthorityKeyFile);

    /// <summary>Writes the authority's certificate alone, unless it is here already.</summary>
    public void SaveAuthorityCertificate(string certificate)
    {
        if (!HasAuthority)
        {
            Write(TlsIdentity.AuthorityFile, certificate, PublicFile);
        }
        else if (Read(TlsIdentity.AuthorityFile) != certificate)
        {
            throw new IdentityException($"{PathOf(TlsIdentity.AuthorityFile)} is that of another authority");
        }
    }

    /// <summary>Writes an agent's certificate and key.</summary>
    public void SaveAgent(string agentId, KeyPair keys) =>
        Save(keys, TlsIdentity.CertificateFile(agentId), TlsIdentity.KeyFile(agentId));

    /// <summary>Complains about files of an agent that exist already.</summary>
    public void RequireFree(string agentId) =>
        RequireFree(TlsIdentity.CertificateFile(agentId), TlsIdentity.KeyFile(agentId));

    /// <summary>Reads the authority that may sign.</summary>
    /// <exception cref="IdentityException">Its files are missing or no certificate with its key.</exception>
    public Authority LoadAuthority(TimeProvider time)
    {
        var keys = new KeyPair(Read(TlsIdentity.AuthorityFile), Read(AuthorityKeyFile));
        try
        {
            return Authority.Load(keys, time);
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            throw new IdentityException(
                $"{PathOf(TlsIdentity.AuthorityFile)} and {AuthorityKeyFile} are no certificate with its key", error);
        }
    }

    private string PathOf(string name) => System.IO.Path.Combine(Path, name);

    private void Save(KeyPair keys, string certificateFile, string keyFile)
    {
        RequireFree(certificateFile, keyFile);
        Write(keyFile, keys.Key, OwnerFile);
        Write(certificateFile, keys.Certificate, PublicFile);
    }

    private void RequireFree(params string[] names)
    {
        if (Array.Find(names, name => File.Exists(PathOf(name))) is { } taken)
        {
            throw new IdentityException($"{PathOf(taken)} exists already, and keys are never overwritten: " +
                "give another --output, or delete it yourself");
        }
    }

    private void Write(string name, string text, UnixFileMode mode)
    {
        CreateFolder();
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        using var writer = new StreamWriter(PathOf(name), options);
        writer.Write(text);
        writer.Write('\n');
    }

    private void CreateFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Path);
        }
        else
        {
            Directory.CreateDirectory(Path, OwnerFolder);
        }
    }

    private string Read(string name)
    {
        try
        {
            return File.ReadAllText(PathOf(name)).TrimEnd('\n');
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new IdentityException(
                $"{PathOf(name)} is missing: 'murmur keys authority' makes it, --authority says where it is", missing);
        }
    }
}
