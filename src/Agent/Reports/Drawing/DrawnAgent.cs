namespace Murmuration.Agent.Reports.Drawing;

/// <summary>An agent in a drawing of a network.</summary>
/// <param name="Id">Its id, shown beside it.</param>
/// <param name="Look">CSS classes: present, away, departed, behind.</param>
/// <param name="Title">What a pointer over it shows.</param>
internal sealed record DrawnAgent(string Id, string Look, string Title);
