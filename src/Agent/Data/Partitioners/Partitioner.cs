using Murmuration.Agent.Configuration;

namespace Murmuration.Agent.Data.Partitioners;

/// <summary>Finds the partitioner that the run file asks for.</summary>
internal static class Partitioner
{
    /// <summary>The partitioner of the options; throws <see cref="DataException"/> for a value out of range.</summary>
    public static IPartitioner Create(PartitionOptions options)
    {
        Require(options.Alpha is > 0 and <= 1e6, "alpha", options.Alpha, "above 0 and at most 1e6");
        Require(options.Spread is >= 0 and <= 10, "spread", options.Spread, "0..10");
        Require(options.Minimum >= 1, "minimum", options.Minimum, "1 or more");
        Require(options.Stray is >= 0 and <= 1, "stray", options.Stray, "0..1");
        return options.Kind switch
        {
            PartitionKind.Even => new EvenPartitioner(),
            PartitionKind.Uneven => new UnevenPartitioner(options.Spread, options.Minimum),
            PartitionKind.ByLabel => new ByLabelPartitioner(),
            PartitionKind.Dirichlet => new DirichletPartitioner(options.Alpha),
            PartitionKind.Skewed => new SkewedPartitioner(options.Spread, options.Minimum, options.Stray),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Kind, "Unknown partition."),
        };
    }

    private static void Require(bool inRange, string name, double value, string range)
    {
        if (!inRange)
        {
            throw new DataException($"data.partition.{name} is {value}; it must be {range}");
        }
    }
}
