using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Data;

/// <summary>Rows to predict for: inputs whose targets nobody needs to know.</summary>
/// <param name="Inputs">The inputs, row by row.</param>
/// <param name="InputCount">Number of inputs in a row.</param>
/// <param name="Image">The shape of a row's image; null where rows are no images.</param>
internal sealed record InputRows(float[] Inputs, int InputCount, ImageShape? Image = null)
{
    /// <summary>Number of rows.</summary>
    public int Count => Inputs.Length / InputCount;
}
