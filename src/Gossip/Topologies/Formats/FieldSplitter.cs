using System.Text;

namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>Splits lines at tabs, commas or semicolons, whichever the first line has, else at blanks. Fields may stand
/// in double quotes, and a quote inside is doubled.</summary>
/// <param name="firstLine">The first line of the file.</param>
internal sealed class FieldSplitter(string firstLine)
{
    private readonly char _separator = SeparatorOf(firstLine);

    /// <summary>The fields of a line, without the blanks around them.</summary>
    public List<string> Split(string line)
    {
        line = line.Trim(_separator == '\t' ? [' ', '\r'] : [' ', '\t', '\r']);
        var fields = new List<string>();
        for (var at = 0; at <= line.Length; at++)
        {
            while (at < line.Length && line[at] is ' ')
            {
                at++;
            }

            fields.Add(at < line.Length && line[at] == '"' ? Quoted(line, ref at) : Plain(line, ref at));
        }

        return fields;
    }

    private static char SeparatorOf(string line)
    {
        var outside = string.Concat(line.Split('"').Where((_, k) => k % 2 == 0));
        return "\t,;".Where(outside.Contains).DefaultIfEmpty(' ').First();
    }

    private bool IsSeparator(char letter) =>
        letter == _separator || (_separator == ' ' && char.IsWhiteSpace(letter));

    private string Plain(string line, ref int at)
    {
        var start = at;
        while (at < line.Length && !IsSeparator(line[at]))
        {
            at++;
        }

        return line[start..at].TrimEnd();
    }

    private string Quoted(string line, ref int at)
    {
        var text = new StringBuilder();
        for (at++; at < line.Length; at++)
        {
            var isQuote = line[at] == '"';
            if (isQuote && (at + 1 == line.Length || line[at + 1] != '"'))
            {
                break;
            }

            at += isQuote ? 1 : 0;
            text.Append(line[at]);
        }

        Plain(line, ref at);
        return text.ToString();
    }
}
