namespace Murmuration.Gossip.Topologies;

/// <summary>A topology schedule cannot be used. The message is one line that names the file, the line, the element and
/// what to do.</summary>
public sealed class TopologyException : Exception
{
    /// <summary>An error without a place.</summary>
    public TopologyException(string message) : base(OneLine(message)) => Problem = message;

    /// <summary>An error with its cause.</summary>
    public TopologyException(string message, Exception innerException) : base(message, innerException) =>
        Problem = message;

    /// <summary>An error without words, for serializers only.</summary>
    public TopologyException() => Problem = Message;

    /// <summary>An error at an element of a file.</summary>
    internal TopologyException(string? sourceName, int? line, string? element, string problem, Exception? cause = null)
        : base(Compose(sourceName, line, element, problem), cause)
    {
        (SourceName, Line, Element, Problem) = (sourceName, line, element, problem);
    }

    /// <summary>The file, or null.</summary>
    public string? SourceName { get; }

    /// <summary>The 1-based line, or null.</summary>
    public int? Line { get; }

    /// <summary>The element at fault, such as <c>schedule.rounds[2].links[0]</c>, or null.</summary>
    public string? Element { get; }

    /// <summary>What is wrong and what to do, without the place.</summary>
    public string Problem { get; }

    /// <summary>In what way agents do not reach each other, when that is the problem.</summary>
    internal GapKind? Gap { get; init; }

    /// <summary>Without line ends, the marks that move a terminal's cursor, and no longer than can be read: much of it
    /// may come from a file.</summary>
    private static string OneLine(string text)
    {
        const int Longest = 1500;
        var shown = text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest), " …");
        return string.Concat(shown.Select(letter => char.IsControl(letter) ? ' ' : letter));
    }

    private static string Compose(string? sourceName, int? line, string? element, string problem)
    {
        var place = line is null ? sourceName : $"{sourceName ?? "topology"}, line {line}";
        return OneLine(
            string.Join(": ", new[] { place, element, problem }.Where(part => !string.IsNullOrEmpty(part))));
    }
}
