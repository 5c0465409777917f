namespace Murmuration.Simulation.Tests.Docs;

/// <summary>A fenced block of shell commands in a page of the documentation.</summary>
/// <param name="Page">The page, relative to the repository.</param>
/// <param name="Line">1-based line of the fence.</param>
/// <param name="Markers">What its fence says after <c>sh</c>.</param>
/// <param name="Text">The commands.</param>
internal sealed record DocBlock(string Page, int Line, IReadOnlyList<string> Markers, string Text)
{
    /// <summary>Where it is, as editors understand it.</summary>
    public string Place => $"{Page}:{Line}";

    /// <summary>Why its commands are not run here, or null. Their options are checked all the same.</summary>
    public string? WhyNot => Markers.Select(DocMarkers.WhyNot).FirstOrDefault(reason => reason is not null);
}
