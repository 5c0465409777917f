using System.Net;

namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>Reads keys with values, which are numbers, texts in quotes or lists in brackets. Of the graph it takes
/// <c>directed</c> and <c>name</c>, nodes and edges; all else is passed over.</summary>
internal sealed class GmlReader(FormatSource source, NetworkBuilder network)
{
    private const int DeepestList = 32;

    private readonly string _text = source.Text;
    private int _at;
    private int _line = 1;

    public void Read()
    {
        var graphs = 0;
        while (NextWord() is { } key)
        {
            if (key == "graph")
            {
                if (graphs++ > 0)
                {
                    throw network.Problem(_line, "a second graph; a file holds one network.");
                }

                ReadList(key, depth: 0, ReadGraphKey);
            }
            else
            {
                Skip(depth: 0);
            }
        }

        if (graphs == 0)
        {
            throw network.Problem(null, "has no graph [ … ].");
        }
    }

    private void ReadGraphKey(string key, int depth)
    {
        switch (key)
        {
            case "directed":
                network.Directed = Value() == "1";
                break;
            case "name" or "label":
                network.Name = Value();
                break;
            case "node":
                ReadNode(depth);
                break;
            case "edge":
                ReadEdge(depth);
                break;
            default:
                Skip(depth);
                break;
        }
    }

    private void ReadNode(int depth)
    {
        var line = _line;
        var values = ReadItem("node", depth);
        var id = values.GetValueOrDefault("id") ?? throw network.Problem(line, "this node has no id.");
        var position = NumberText.Finite(values.GetValueOrDefault("x")) is { } x
            && NumberText.Finite(values.GetValueOrDefault("y")) is { } y
            ? new AgentPosition(x, y)
            : (AgentPosition?)null;
        network.Declare(id, new PlainAgent(values.GetValueOrDefault("label") ?? id, position), line);
    }

    private void ReadEdge(int depth)
    {
        var line = _line;
        var values = ReadItem("edge", depth);
        network.Link(
            End(values, "source", line), End(values, "target", line),
            NumberText.Finite(values.GetValueOrDefault("weight")), line);
    }

    private int End(Dictionary<string, string> values, string end, int line) =>
        !values.TryGetValue(end, out var id) ? throw network.Problem(line, $"this edge has no {end}.")
            : network.Find(id) ?? throw network.Problem(line, $"the link names \"{id}\", and there is no such node.");

    /// <summary>The values of a node or an edge, those of its graphics among them.</summary>
    private Dictionary<string, string> ReadItem(string item, int depth)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        ReadList(item, depth, ReadKey);
        return values;

        void ReadKey(string key, int inside)
        {
            if (key == "graphics")
            {
                ReadList(key, inside, ReadKey);
            }
            else if (Peek() == '[')
            {
                Skip(inside);
            }
            else
            {
                values[key] = Value();
            }
        }
    }

    private void ReadList(string key, int depth, Action<string, int> readKey)
    {
        var line = _line;
        if (depth == DeepestList)
        {
            throw network.Problem(_line, "lists inside lists inside lists: too deep for a network.");
        }

        if (Peek() != '[')
        {
            throw network.Problem(_line, $"after {key} comes [ … ].");
        }

        _at++;
        while (Peek() != ']')
        {
            readKey(NextWord() ?? throw network.Problem(line, $"{key} [ has no closing ]; the file ends."), depth + 1);
        }

        _at++;
    }

    private void Skip(int depth)
    {
        if (Peek() == '[')
        {
            ReadList("list", depth, (_, inside) => Skip(inside));
        }
        else
        {
            Value();
        }
    }

    /// <summary>A number as it stands there, or a text without its quotes.</summary>
    private string Value()
    {
        if (Peek() != '"')
        {
            return NextWord() ?? throw network.Problem(_line, "the file ends where a value should stand.");
        }

        var start = _at + 1;
        var end = _text.IndexOf('"', start);
        if (end < 0)
        {
            throw network.Problem(_line, "a text has no closing quote.");
        }

        _line += _text.AsSpan(start, end - start).Count('\n');
        _at = end + 1;
        return WebUtility.HtmlDecode(_text[start..end]);
    }

    private string? NextWord()
    {
        if (Peek() is not { } first)
        {
            return null;
        }

        var start = _at;
        while (_at < _text.Length && !char.IsWhiteSpace(_text[_at]) && _text[_at] is not ('[' or ']' or '"'))
        {
            _at++;
        }

        return _at > start ? _text[start.._at] : throw network.Problem(_line, $"a key should stand where {first} is.");
    }

    /// <summary>The next letter that is no blank and in no comment line, or null at the end.</summary>
    private char? Peek()
    {
        while (_at < _text.Length)
        {
            var letter = _text[_at];
            if (letter == '#')
            {
                _at = _text.IndexOf('\n', _at) is >= 0 and var end ? end : _text.Length;
                continue;
            }

            if (!char.IsWhiteSpace(letter))
            {
                return letter;
            }

            _line += letter == '\n' ? 1 : 0;
            _at++;
        }

        return null;
    }
}
