using System.Text;
using System.Text.RegularExpressions;

namespace Murmuration.Simulation.Tests.Docs;

/// <summary>Finds the simple commands in a piece of shell, well enough to check what they are called with.</summary>
internal static partial class ShellWords
{
    private const int MatchMilliseconds = 1000;

    /// <summary>Words before a command that are not its name.</summary>
    private static readonly string[] Prefixes =
        ["sudo", "exec", "time", "env", "nohup", "then", "do", "else", "!", "{", "if", "while", "&"];

    /// <summary>The simple commands, each as its words, without quotes, assignments and redirections.</summary>
    public static IEnumerable<IReadOnlyList<string>> Commands(string text)
    {
        foreach (var line in Lines(text))
        {
            foreach (var command in Split(line))
            {
                var words = command.SkipWhile(word => Prefixes.Contains(word) || Assignment().IsMatch(word)).ToList();
                if (words.Count > 0)
                {
                    yield return words;
                }
            }
        }
    }

    /// <summary>Lines with their continuations, without the bodies of here-documents.</summary>
    private static IEnumerable<string> Lines(string text)
    {
        string? end = null;
        foreach (var line in text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
        {
            if (end is null)
            {
                end = HereDocument().Match(line) is { Success: true } begin ? begin.Groups["end"].Value : null;
                yield return line;
            }
            else if (line.Trim() == end)
            {
                end = null;
            }
        }
    }

    private static List<List<string>> Split(string line)
    {
        var commands = new List<List<string>> { new() };
        var word = new StringBuilder();
        char? quote = null;
        foreach (var letter in line)
        {
            if (quote is not null || letter is '\'' or '"')
            {
                quote = quote is null ? letter : quote == letter ? null : quote;
                word.Append(letter is '\'' or '"' ? "" : letter);
            }
            else if (letter == '#' && word.Length == 0)
            {
                break;
            }
            else if (letter is ' ' or '\t' or ';' or '|' or '&' or '(' or ')' or '`')
            {
                EndWord();
                if (letter is not (' ' or '\t'))
                {
                    commands.Add([]);
                }
            }
            else
            {
                word.Append(letter);
            }
        }

        EndWord();
        return commands;

        void EndWord()
        {
            if (word.Length > 0)
            {
                commands[^1].Add(word.ToString());
                word.Clear();
            }
        }
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z_0-9]*=", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Assignment();

    [GeneratedRegex("""<<-?\s*['"]?(?<end>\w+)['"]?""", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex HereDocument();
}
