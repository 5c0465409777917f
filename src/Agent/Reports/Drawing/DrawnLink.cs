namespace Murmuration.Agent.Reports.Drawing;

/// <summary>A link in a drawing of a network.</summary>
/// <param name="From">Index of the agent at one end.</param>
/// <param name="To">Index of the agent at the other end.</param>
/// <param name="Look">CSS classes: up, suspended, down, closed; oneway where it is directed.</param>
/// <param name="Title">What a pointer over it shows.</param>
internal sealed record DrawnLink(int From, int To, string Look, string Title);
