namespace Murmuration.Kernels.Ilgpu.Programs;

/// <summary>Slopes of the element functions at a value x, times what comes from above, y.</summary>
internal static class Slopes
{
    internal readonly struct Tanh : IElementMap
    {
        public float Apply(float x, float y, float a, float b) => y * ((1f - x) * (1f + x));
    }

    internal readonly struct Sigmoid : IElementMap
    {
        public float Apply(float x, float y, float a, float b) => y * x * (1f - x);
    }

    internal readonly struct Relu : IElementMap
    {
        public float Apply(float x, float y, float a, float b) => x > 0f ? y : 0f;
    }

    internal readonly struct Softplus : IElementMap
    {
        public float Apply(float x, float y, float a, float b) => y * (1f - ScalarMath.Exp(-x));
    }

    /// <summary>By the input; beyond 10 the cube could overflow where the slope of tanh is zero.</summary>
    internal readonly struct Gelu : IElementMap
    {
        public float Apply(float x, float y, float a, float b)
        {
            x = x > 10f ? 10f : x;
            x = x < -10f ? -10f : x;
            var tanh = ScalarMath.GeluTanh(x);
            var inner = (0.107032224f * x * x) + 0.797884561f;
            return 0.5f * y * (1f + tanh + (x * (1f - tanh) * (1f + tanh) * inner));
        }
    }
}
