using Murmuration.Gossip.Transport.Identities;

namespace Murmuration.Agent.Identity;

/// <summary>Makes the keys of a network.</summary>
internal static class KeyMaker
{
    /// <summary>Agents' certificates are valid for two years: longer than most runs, short enough that a forgotten one
    /// ends by itself.</summary>
    public const int AgentDays = 730;

    /// <summary>An authority outlives the certificates that it signs.</summary>
    public const int AuthorityDays = 3650;

    /// <summary>An id whose files would be those of the authority.</summary>
    private static readonly string Reserved = Path.GetFileNameWithoutExtension(TlsIdentity.AuthorityFile);

    /// <summary>Makes an authority.</summary>
    public static void MakeAuthority(KeyFolder folder, int days, TimeProvider time)
    {
        using var authority = Authority.Create(days, time);
        folder.SaveAuthority(authority.Keys);
    }

    /// <summary>Makes keys for all agents named, or for none when one cannot be had.</summary>
    public static void MakeAgents(
        KeyFolder authorityFolder, KeyFolder output, IReadOnlyList<string> ids, int days, TimeProvider time)
    {
        using var authority = authorityFolder.LoadAuthority(time);
        foreach (var id in ids)
        {
            RequireValid(id);
            output.RequireFree(id);
        }

        output.SaveAuthorityCertificate(authority.Keys.Certificate);
        foreach (var id in ids)
        {
            output.SaveAgent(id, authority.Sign(id, days));
        }
    }

    /// <summary>Makes what is missing in a folder for a network on this machine: the authority, and agents.</summary>
    public static void Complete(KeyFolder folder, IEnumerable<string> ids, TimeProvider time)
    {
        if (!folder.HasAuthority)
        {
            MakeAuthority(folder, AuthorityDays, time);
        }

        MakeAgents(folder, folder, [.. ids.Where(id => !folder.Has(id))], AgentDays, time);
    }

    private static void RequireValid(string id)
    {
        var isValid = id.Length is > 0 and <= 64 && char.IsAsciiLetterOrDigit(id[0])
            && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');
        if (!isValid)
        {
            throw new IdentityException($"'{id}' is no id of an agent: 1 to 64 letters, digits, dots, dashes and " +
                "underscores, a letter or digit first");
        }

        if (id.Equals(Reserved, StringComparison.OrdinalIgnoreCase))
        {
            throw new IdentityException($"an agent cannot be named '{id}': the files of the authority are");
        }
    }
}
