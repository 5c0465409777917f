using System.CommandLine;

namespace Murmuration.Agent.Commands;

/// <summary>The command line as text, for comments in files that say how they were made.</summary>
internal static class CommandText
{
    /// <summary>The command line as it would be typed in a shell.</summary>
    public static string Of(ParseResult parsed) =>
        "murmur " + string.Join(' ', parsed.Tokens.Select(token => Quoted(token.Value)));

    private static string Quoted(string word) =>
        word.Length > 0 && word.All(letter => char.IsLetterOrDigit(letter) || "-_./:=+,@".Contains(letter))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
