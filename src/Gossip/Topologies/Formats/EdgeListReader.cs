using System.Text.RegularExpressions;

namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>Reads lines of two agents each and perhaps a weight.</summary>
internal sealed partial class EdgeListReader(FormatSource source, NetworkBuilder network)
{
    private const int Patience = 1000;

    private FieldSplitter? _splitter;
    private int? _count;
    private int? _countLine;

    public void Read()
    {
        using var lines = new StringReader(source.Text);
        var number = 0;
        while (lines.ReadLine() is { } line)
        {
            number++;
            if (line.StartsWith('#') || line.StartsWith('%') || line.StartsWith("//", StringComparison.Ordinal))
            {
                ReadComment(line, number);
            }
            else if (!string.IsNullOrWhiteSpace(line))
            {
                ReadLine(line, number);
            }
        }

        if (_splitter is null && _count is null && network.AgentCount == 0)
        {
            throw network.Problem(null, "the file has no links; a line holds two agents, such as \"0 3\".");
        }

        network.OrderNumbers(_count, _countLine);
    }

    /// <summary>Some programs, and this one, say in comments what lines cannot.</summary>
    private void ReadComment(string line, int number)
    {
        if (AgentsPattern().Match(line) is { Success: true } agents)
        {
            foreach (var id in agents.Groups["ids"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                network.Declare(id, new PlainAgent(id), number);
            }
        }
        else if (DirectedPattern().IsMatch(line))
        {
            network.Directed = true;
        }
        else if (CountPattern().Match(line) is { Success: true } count && network.AgentCount == 0)
        {
            (_count, _countLine) = (NumberText.Count(count.Groups["count"].Value) ?? _count, number);
        }
    }

    private void ReadLine(string line, int number)
    {
        var (text, written) = SplitAttributes(line);
        var isFirst = _splitter is null;
        _splitter ??= new FieldSplitter(text);
        var fields = _splitter.Split(text);
        if (isFirst && fields.Count == 1 && NumberText.Count(fields[0]) is { } count)
        {
            // The lines after a count have a separator of their own.
            (_count, _countLine, _splitter) = (count, number, null);
            return;
        }

        if (isFirst && HeaderWords.Are(fields))
        {
            return;
        }

        if (fields.Count is not (2 or 3) || fields[0].Length == 0 || fields[1].Length == 0)
        {
            throw network.Problem(
                number, "a line holds two agents, and a weight at most, such as \"0 3\" or \"a0,a3,0.25\".");
        }

        var weight = fields.Count == 3 ? Weight(fields[2], number) : written;
        network.Link(network.Agent(fields[0], number), network.Agent(fields[1], number), weight, number);
    }

    /// <summary>The text before <c>{'weight': 0.5}</c>, as networkx writes it, and that weight.</summary>
    private static (string Text, double? Weight) SplitAttributes(string line)
    {
        var start = line.IndexOf('{', StringComparison.Ordinal);
        if (start < 0)
        {
            return (line, null);
        }

        var weight = WeightPattern().Match(line, start);
        return (line[..start], weight.Success ? NumberText.Finite(weight.Groups["weight"].Value) : null);
    }

    private double Weight(string text, int number) => NumberText.Finite(text)
        ?? throw network.Problem(number, $"\"{text}\" is no weight; a line holds two agents, and a number at most.");

    [GeneratedRegex(@"^[#%/]+ *agents:(?<ids>[ \w.-]*)$", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex AgentsPattern();

    [GeneratedRegex(@"^[#%/]+ *directed\s*$", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex DirectedPattern();

    [GeneratedRegex(@"\b([Nn]odes|agents):?\s+(?<count>\d+)", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex CountPattern();

    [GeneratedRegex("""['"]weight['"]: *(?<weight>[-+.\deE]+)""", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex WeightPattern();
}
