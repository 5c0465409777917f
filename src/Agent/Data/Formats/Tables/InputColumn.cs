namespace Murmuration.Agent.Data.Formats.Tables;

/// <summary>A column of a table that is an input: a number, or one of several words.</summary>
/// <param name="Field">Index of the column.</param>
/// <param name="Name">Its name.</param>
/// <param name="Values">Place of each word among the inputs that the column becomes; null for numbers.</param>
internal sealed record InputColumn(int Field, string Name, IReadOnlyDictionary<string, int>? Values)
{
    /// <summary>Inputs that the column becomes.</summary>
    public int Width => Values?.Count ?? 1;

    /// <summary>Names of those inputs.</summary>
    public IEnumerable<string> InputNames => Values?.Keys.Select(value => $"{Name}={value}") ?? [Name];
}
