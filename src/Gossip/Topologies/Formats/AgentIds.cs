using System.Text;

namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>Makes ids that topology files allow out of what other programs call their agents.</summary>
internal static class AgentIds
{
    /// <summary>The most letters of an id.</summary>
    public const int LargestLength = 64;

    /// <summary>Letters with marks and what stands for them, pair by pair.</summary>
    private const string Folded =
        "ÀAÁAÂAÃAÄAÅAĀAĂAĄAÇCĆCČCĎDĐDÈEÉEÊEËEĒEĖEĘEĚEĞGĢGÌIÍIÎIÏIĪIĮIİIĶKĹLĻLĽLŁLÑNŃNŅNŇNÒOÓOÔOÕOÖOØOŌOŐOŔRŘR"
        + "ŚSŞSŠSȘSŢTŤTȚTÙUÚUÛUÜUŪUŮUŰUŲUÝYŸYŹZŻZŽZàaáaâaãaäaåaāaăaąaçcćcčcďdđdèeéeêeëeēeėeęeěeğgģgìiíiîiïiīiįi"
        + "ıiķkĺlļlľlłlñnńnņnňnòoóoôoõoöoøoōoőoŕrřrśsşsšsșsßsţtťtțtùuúuûuüuūuůuűuųuýyÿyźzżzžz";

    private static readonly Dictionary<char, char> Letters =
        Folded.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>Whether a text is an id: 1 to 64 ASCII letters, digits, dots, dashes and underscores, a letter or digit
    /// first.</summary>
    public static bool IsValid(string id) =>
        id.Length is > 0 and <= LargestLength && char.IsAsciiLetterOrDigit(id[0]) && id.All(IsAllowed);

    /// <summary>An id for every label, no two alike: the label itself where it is one; else its letters, with dashes
    /// for what ids do not allow; and a number behind it where another agent has that id.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> labels)
    {
        var ids = new string?[labels.Count];
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, label) in labels.Index())
        {
            ids[index] = IsValid(label) && used.Add(label) ? label : null;
        }

        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. ids.Select((id, index) => id ?? Free(Simplified(labels[index], index), used, last))];
    }

    /// <summary>The id itself or with the first number, from 2 on, that makes it new.</summary>
    private static string Free(string id, HashSet<string> used, Dictionary<string, int> last)
    {
        var candidate = id;
        for (var number = last.GetValueOrDefault(id, 1); !used.Add(candidate); last[id] = number)
        {
            var ending = $"-{++number}";
            candidate = id[..Math.Min(id.Length, LargestLength - ending.Length)] + ending;
        }

        return candidate;
    }

    private static string Simplified(string label, int index)
    {
        var id = new StringBuilder();
        foreach (var letter in label.Select(letter => Letters.GetValueOrDefault(letter, letter)))
        {
            if (IsAllowed(letter) && (id.Length > 0 || char.IsAsciiLetterOrDigit(letter)))
            {
                id.Append(letter);
            }
            else if (id.Length > 0 && id[^1] != '-')
            {
                id.Append('-');
            }
        }

        var text = id.ToString(0, Math.Min(id.Length, LargestLength)).TrimEnd('-');
        return text.Length > 0 ? text : $"a{index}";
    }

    private static bool IsAllowed(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-';
}
