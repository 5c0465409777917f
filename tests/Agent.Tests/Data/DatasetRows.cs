using Murmuration.Agent.Data;

namespace Murmuration.Agent.Tests.Data;

/// <summary>Single rows of a set, as tests look at them.</summary>
internal static class DatasetRows
{
    /// <summary>The inputs of one row.</summary>
    public static ReadOnlySpan<float> InputsOf(this Dataset data, int row) =>
        data.Inputs.Slice(row * data.InputCount, data.InputCount);
}
