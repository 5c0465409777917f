namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>Reads a DOT file: statements for nodes and chains of edges, whose ends may be subgraphs. Subgraphs are
/// flattened: their nodes belong to the network. Of attributes, <c>pos</c> and <c>weight</c> count.</summary>
internal sealed class DotReader
{
    private const int DeepestGraph = 32;

    private readonly NetworkBuilder _network;
    private readonly DotScanner _scanner;
    private DotToken _token;

    public DotReader(FormatSource source, NetworkBuilder network)
    {
        _network = network;
        _scanner = new DotScanner(source.Text, (line, problem) => network.Problem(line, problem));
        _token = _scanner.Next();
    }

    public void Read()
    {
        TakeKeyword("strict");
        _network.Directed = TakeKeyword("digraph");
        if (!_network.Directed && !TakeKeyword("graph"))
        {
            throw Expected("graph or digraph");
        }

        if (_token.IsWord)
        {
            _network.Name = Take().Text;
        }

        Take("{");
        ReadStatements(depth: 0);
        if (_token.Text.Length > 0)
        {
            throw _network.Problem(_token.Line, $"\"{_token.Text}\" after the end; a file holds one network.");
        }
    }

    /// <summary>Up to the closing brace; the agents that are named in it.</summary>
    private List<int> ReadStatements(int depth)
    {
        if (depth == DeepestGraph)
        {
            throw _network.Problem(_token.Line, "subgraphs inside subgraphs inside subgraphs: too deep for a network.");
        }

        var named = new List<int>();
        while (!_token.Is("}"))
        {
            if (_token.Text.Length == 0 && !_token.IsWord)
            {
                throw _network.Problem(_token.Line, "the file ends inside { … }; a } is missing.");
            }

            ReadStatement(named, depth);
            while (_token.Is(";") || _token.Is(","))
            {
                Take();
            }
        }

        Take();
        return named;
    }

    private void ReadStatement(List<int> named, int depth)
    {
        if (_token.IsKeyword("graph") || _token.IsKeyword("node") || _token.IsKeyword("edge"))
        {
            Take();
            ReadAttributes();
            return;
        }

        var line = _token.Line;
        List<List<int>> chain = [ReadEnd(depth, out var isSetting)];
        while (_token.Is("--") || _token.Is("->"))
        {
            TakeArrow();
            chain.Add(ReadEnd(depth, out _));
        }

        if (isSetting)
        {
            return;
        }

        var attributes = ReadAttributes();
        chain.ForEach(named.AddRange);
        if (chain is [[var agent]] && Position(attributes) is { } position)
        {
            _network.Describe(agent, _network[agent] with { Position = position });
        }

        Link(chain, NumberText.Finite(attributes.GetValueOrDefault("weight")), line);
    }

    private void Link(List<List<int>> chain, double? weight, int line)
    {
        foreach (var (before, after) in chain.Zip(chain.Skip(1)))
        {
            foreach (var from in before)
            {
                after.ForEach(to => _network.Link(from, to, weight, line));
            }
        }
    }

    private void TakeArrow()
    {
        var arrow = Take();
        if (arrow.Is("->") != _network.Directed)
        {
            throw _network.Problem(arrow.Line, _network.Directed
                ? "-- in a digraph, whose links are written ->."
                : "-> in a graph, whose links are written --; call it a digraph, or write --.");
        }
    }

    /// <summary>A node, or all of a subgraph; or a setting <c>name = value</c>, which means nothing here.</summary>
    private List<int> ReadEnd(int depth, out bool isSetting)
    {
        isSetting = false;
        if (TakeKeyword("subgraph") && _token.IsWord)
        {
            Take();
        }

        if (_token.Is("{"))
        {
            Take();
            return [.. ReadStatements(depth + 1).Distinct()];
        }

        if (!_token.IsWord)
        {
            throw Expected("a node");
        }

        var name = Take();
        if (_token.Is("="))
        {
            Take();
            isSetting = _token.IsWord ? Take().IsWord : throw Expected("a value");
            return [];
        }

        SkipPort();
        return [_network.Agent(name.Text, name.Line)];
    }

    /// <summary>Where at a node's shape the edge ends.</summary>
    private void SkipPort()
    {
        while (_token.Is(":"))
        {
            Take();
            if (!Take().IsWord)
            {
                throw Expected("a port");
            }
        }
    }

    private Dictionary<string, string> ReadAttributes()
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        while (_token.Is("["))
        {
            Take();
            while (!_token.Is("]"))
            {
                var name = _token.IsWord ? Take() : throw Expected("an attribute or ]");
                if (_token.Is("="))
                {
                    Take();
                    attributes[name.Text] = _token.IsWord ? Take().Text : throw Expected("a value");
                }

                if (_token.Is(",") || _token.Is(";"))
                {
                    Take();
                }
            }

            Take();
        }

        return attributes;
    }

    /// <summary><c>"x,y"</c>, with an exclamation mark where it is fixed.</summary>
    private static AgentPosition? Position(Dictionary<string, string> attributes) =>
        attributes.GetValueOrDefault("pos")?.TrimEnd('!').Split(',') is [var first, var second]
            && NumberText.Finite(first) is { } x && NumberText.Finite(second) is { } y
            ? new(x, y)
            : null;

    private bool TakeKeyword(string word)
    {
        var isThere = _token.IsKeyword(word);
        if (isThere)
        {
            Take();
        }

        return isThere;
    }

    private void Take(string mark)
    {
        if (!Take().Is(mark))
        {
            throw Expected(mark);
        }
    }

    private DotToken Take()
    {
        var taken = _token;
        _token = _scanner.Next();
        return taken;
    }

    private TopologyException Expected(string what) => _network.Problem(
        _token.Line, _token.Text.Length == 0 && !_token.IsWord
            ? $"the file ends where {what} should stand."
            : $"\"{_token.Text}\" stands where {what} should.");
}
