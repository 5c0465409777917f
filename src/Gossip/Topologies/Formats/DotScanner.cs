using System.Text;

namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>Cuts a DOT file into words and marks; comments fall away.</summary>
internal sealed class DotScanner(string text, Func<int, string, TopologyException> problem)
{
    private static readonly string[] Marks = ["--", "->", "{", "}", "[", "]", ";", ",", "=", ":"];

    private int _at;
    private int _line = 1;

    /// <summary>The next word or mark; a word stands for all that are joined to it by plus signs.</summary>
    public DotToken Next()
    {
        SkipBlanks();
        if (_at == text.Length)
        {
            return new("", false, false, _line);
        }

        var line = _line;
        return text[_at] switch
        {
            '"' => new(Joined(), true, true, line),
            '<' => new(Html(), true, true, line),
            _ when IsNumberStart() => new(Number(), true, false, line),
            var letter when IsWordLetter(letter) => new(Word(), true, false, line),
            _ => new(Mark(), false, false, line),
        };
    }

    private static bool IsWordLetter(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or >= '\u0080';

    private bool IsNumberStart() => text[_at] is '.' or >= '0' and <= '9'
        || (text[_at] == '-' && _at + 1 < text.Length && text[_at + 1] is '.' or >= '0' and <= '9');

    private string Mark()
    {
        var mark = Array.Find(Marks, mark => string.CompareOrdinal(text, _at, mark, 0, mark.Length) == 0)
            ?? throw problem(_line, $"\"{text[_at]}\" makes no sense here; a name with such letters stands in quotes.");
        _at += mark.Length;
        return mark;
    }

    private string Word()
    {
        var start = _at;
        while (_at < text.Length && IsWordLetter(text[_at]))
        {
            _at++;
        }

        return text[start.._at];
    }

    private string Number()
    {
        var start = _at++;
        while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || text[_at] == '.'))
        {
            _at++;
        }

        return text[start.._at];
    }

    /// <summary>A name in quotes, with the parts that plus signs join to it.</summary>
    private string Joined()
    {
        var word = new StringBuilder();
        Quoted(word);
        for (SkipBlanks(); _at < text.Length && text[_at] == '+'; SkipBlanks())
        {
            _at++;
            SkipBlanks();
            if (_at == text.Length || text[_at] != '"')
            {
                throw problem(_line, "after + comes another part of the name in quotes.");
            }

            Quoted(word);
        }

        return word.ToString();
    }

    /// <summary>Of backslashes only those before quotes and line ends mean anything to the language itself.</summary>
    private void Quoted(StringBuilder word)
    {
        for (_at++; _at < text.Length && text[_at] != '"'; _at++)
        {
            _line += text[_at] == '\n' ? 1 : 0;
            var isEscape = text[_at] == '\\' && _at + 1 < text.Length && text[_at + 1] is '"' or '\n';
            _at += isEscape ? 1 : 0;
            if (text[_at] == '\n' && isEscape)
            {
                _line++;
                continue;
            }

            word.Append(text[_at]);
        }

        if (_at++ >= text.Length)
        {
            throw problem(_line, "a name in quotes has no closing quote.");
        }
    }

    /// <summary>A text in angle brackets, which may hold others.</summary>
    private string Html()
    {
        var start = _at;
        for (var open = 0; _at < text.Length; _at++)
        {
            _line += text[_at] == '\n' ? 1 : 0;
            open += text[_at] switch { '<' => 1, '>' => -1, _ => 0 };
            if (open == 0)
            {
                _at++;
                return text[(start + 1)..(_at - 1)];
            }
        }

        throw problem(_line, "a text in < … > has no closing bracket.");
    }

    private void SkipBlanks()
    {
        while (_at < text.Length)
        {
            if (char.IsWhiteSpace(text[_at]) || text[_at] == '\uFEFF')
            {
                _line += text[_at] == '\n' ? 1 : 0;
                _at++;
            }
            else if (text[_at] == '#' || StartsWith("//"))
            {
                _at = text.IndexOf('\n', _at) is >= 0 and var end ? end : text.Length;
            }
            else if (StartsWith("/*"))
            {
                SkipComment();
            }
            else
            {
                return;
            }
        }
    }

    private void SkipComment()
    {
        var end = text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            throw problem(_line, "a comment /* has no closing */.");
        }

        _line += text.AsSpan(_at, end - _at).Count('\n');
        _at = end + 2;
    }

    private bool StartsWith(string mark) => string.CompareOrdinal(text, _at, mark, 0, mark.Length) == 0;
}
