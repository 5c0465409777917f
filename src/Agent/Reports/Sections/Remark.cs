namespace Murmuration.Agent.Reports.Sections;

/// <summary>Something to know about a run.</summary>
/// <param name="Kind">Whether that is good.</param>
/// <param name="Text">What it is, as a sentence.</param>
internal sealed record Remark(RemarkKind Kind, string Text);
