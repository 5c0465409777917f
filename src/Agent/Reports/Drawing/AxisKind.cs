namespace Murmuration.Agent.Reports.Drawing;

/// <summary>How an axis is divided.</summary>
internal enum AxisKind
{
    /// <summary>Evenly.</summary>
    Linear,

    /// <summary>By powers of ten.</summary>
    Logarithmic,

    /// <summary>By powers of ten of what is missing to one, so that 90 %, 99 % and 99.9 % are equally far
    /// apart.</summary>
    Accuracy,
}
