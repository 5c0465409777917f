namespace Murmuration.Agent.Data;

/// <summary>Scales the inputs of rows in place.</summary>
internal interface IRowScaling
{
    /// <summary>Scales whole rows, one after the other.</summary>
    void Apply(Span<float> inputs);
}
