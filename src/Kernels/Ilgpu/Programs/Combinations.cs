namespace Murmuration.Kernels.Ilgpu.Programs;

/// <summary>Combinations of two vectors, and the proximal map.</summary>
internal static class Combinations
{
    internal readonly struct Product : IElementMap
    {
        public float Apply(float x, float y, float a, float b) => x * y;
    }

    /// <summary>a·x + b·y.</summary>
    internal readonly struct Sum : IElementMap
    {
        public float Apply(float x, float y, float a, float b) => (a * x) + (b * y);
    }

    /// <summary>x / (√y + a).</summary>
    internal readonly struct QuotientByRoot : IElementMap
    {
        public float Apply(float x, float y, float a, float b) => x / (MathF.Sqrt(y) + a);
    }

    /// <summary>sign(x)·max(|x| − a, 0); a NaN stays one.</summary>
    internal readonly struct SoftThreshold : IElementMap
    {
        public float Apply(float x, float y, float a, float b) => x > a ? x - a : x < -a ? x + a : 0f * x;
    }
}
