namespace Murmuration.Agent.Data.Checks;

/// <summary>What a check says of one column.</summary>
internal sealed record CheckedColumn
{
    /// <summary>Its name; inputs without names are counted.</summary>
    public required string Name { get; init; }

    /// <summary>input, target or ignored.</summary>
    public required string Role { get; init; }

    /// <summary>number, or words.</summary>
    public required string Kind { get; init; }

    /// <summary>Fields without a value.</summary>
    public long Missing { get; init; }

    /// <summary>Place of the first field without a value; null where there is none.</summary>
    public string? FirstMissing { get; init; }

    /// <summary>Smallest number; null without numbers.</summary>
    public double? Smallest { get; init; }

    /// <summary>Largest number.</summary>
    public double? Largest { get; init; }

    /// <summary>Mean of the numbers.</summary>
    public double? Mean { get; init; }

    /// <summary>Standard deviation of the numbers.</summary>
    public double? Deviation { get; init; }

    /// <summary>Different words; null without any, or where they are too many to count.</summary>
    public int? Words { get; init; }

    /// <summary>The first of the words.</summary>
    public IReadOnlyList<string>? FirstWords { get; init; }
}
