using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Murmuration.Gossip.Transport.Identities;

/// <summary>
/// How a certificate names its agent: one URI, <c>urn:murmuration:agent:ID</c>, in the subject alternative name. Every
/// valid id fits into it, which is not so for host names; the common name is for people only and never read.
/// </summary>
public static class CertificateName
{
    private const string AlternativeNameOid = "2.5.29.17";
    private const string Prefix = "urn:murmuration:agent:";
    private static readonly Asn1Tag UriTag = new(TagClass.ContextSpecific, 6);

    /// <summary>The URI of an agent's id.</summary>
    public static Uri Of(string agentId) => new(Prefix + agentId);

    /// <summary>The id of the agent that a certificate names, null when it names none or several.</summary>
    public static string? Read(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var extension = certificate.Extensions[AlternativeNameOid];
        var uris = extension is null ? [] : Uris(extension.RawData);
        return uris is [var uri] && uri.StartsWith(Prefix, StringComparison.Ordinal) && uri.Length > Prefix.Length
            ? uri[Prefix.Length..]
            : null;
    }

    private static List<string> Uris(byte[] alternativeNames)
    {
        var uris = new List<string>();
        try
        {
            var names = new AsnReader(alternativeNames, AsnEncodingRules.DER).ReadSequence();
            while (names.HasData)
            {
                if (names.PeekTag() == UriTag)
                {
                    uris.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, UriTag));
                }
                else
                {
                    names.ReadEncodedValue();
                }
            }

            return uris;
        }
        catch (AsnContentException)
        {
            return [];
        }
    }
}
