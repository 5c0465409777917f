namespace Murmuration.Agent.Configuration;

/// <summary>What is learned from a table's target column.</summary>
internal enum DataTask
{
    /// <summary>Classification for text, 0..k−1, 1..k and −1/+1; regression otherwise.</summary>
    Auto,

    /// <summary>The distinct values of the target are classes.</summary>
    Classification,

    /// <summary>The target is a number.</summary>
    Regression,
}
