namespace Murmuration.Kernels.Ilgpu.Programs;

/// <summary>What a reduction adds up, in float64.</summary>
internal interface ITerm
{
    /// <summary>The term of one element of each of two vectors.</summary>
    double Of(float x, float y);

    /// <summary>Two partial results as one; 0 changes nothing.</summary>
    double Join(double a, double b);
}
