namespace Murmuration.Agent.Data.Generated;

/// <summary>
/// One movement of the pen through points x₀ y₀ x₁ y₁ … of the unit square (y downwards): bent smoothly through
/// them (a curve), or with corners at them (a line).
/// </summary>
internal sealed record DigitStroke(bool IsCurve, double[] Points)
{
    public int PointCount => Points.Length / 2;

    public static DigitStroke Curve(params double[] points) => new(true, points);

    public static DigitStroke Line(params double[] points) => new(false, points);
}
