namespace Murmuration.Kernels.Ilgpu.Programs;

/// <summary>A function of one element of each of two vectors and of two numbers.</summary>
internal interface IElementMap
{
    /// <summary>The element of the result.</summary>
    float Apply(float x, float y, float a, float b);
}
