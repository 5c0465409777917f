namespace Murmuration.Agent.Data;

/// <summary>Bytes become 0 … 1.</summary>
internal sealed class UnitScaling : IRowScaling
{
    /// <summary>The only one.</summary>
    public static UnitScaling Instance { get; } = new();

    public void Apply(Span<float> inputs)
    {
        foreach (ref var input in inputs)
        {
            input /= 255;
        }
    }
}
