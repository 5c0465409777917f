namespace Murmuration.Agent.Configuration;

/// <summary>How the size of local steps develops; the names in a run file are these in camelCase.</summary>
internal enum StepScheduleKind
{
    /// <summary>The same η for all steps.</summary>
    Constant,

    /// <summary>η is multiplied by a factor every so many steps, or at given ones.</summary>
    Step,

    /// <summary>η falls to zero along half a cosine.</summary>
    Cosine,
}
