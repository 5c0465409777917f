using System.Globalization;

namespace Murmuration.Benchmarks.Table;

/// <summary>What a ratio to the best peer is to reach.</summary>
/// <param name="Ratio">Ours divided by theirs.</param>
/// <param name="IsFloor">Whether more is better (speeds) or less (times, bytes).</param>
internal readonly record struct Goal(double Ratio, bool IsFloor)
{
    /// <summary>The ratio must not be lower.</summary>
    public static Goal AtLeast(double ratio) => new(ratio, IsFloor: true);

    /// <summary>The ratio must not be higher.</summary>
    public static Goal AtMost(double ratio) => new(ratio, IsFloor: false);

    /// <summary>Whether a measured ratio reaches it.</summary>
    public bool IsMetBy(double ratio) => IsFloor ? ratio >= Ratio : ratio <= Ratio;

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(IsFloor ? "≥" : "≤")} {Ratio:0.##}");
}
