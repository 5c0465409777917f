namespace Murmuration.Kernels.Losses;

/// <summary>How the outputs that a loss trains are read as decisions.</summary>
public enum Decision
{
    /// <summary>They are values, not decisions.</summary>
    None,

    /// <summary>The index of the largest output of a sample is its class.</summary>
    LargestOutput,

    /// <summary>Every output is a decision of its own, yes where it is positive.</summary>
    Sign,
}
