namespace Murmuration.Agent.Reports.Sections;

/// <summary>Whether something is good to know.</summary>
internal enum RemarkKind
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Worth a look.</summary>
    Warn,

    /// <summary>Wrong.</summary>
    Bad,
}
