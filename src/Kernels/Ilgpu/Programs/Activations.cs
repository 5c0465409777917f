namespace Murmuration.Kernels.Ilgpu.Programs;

/// <summary>The element functions of devices.</summary>
internal static class Activations
{
    internal readonly struct Tanh : IElementMap
    {
        public float Apply(float x, float y, float a, float b) => ScalarMath.Tanh(x);
    }

    internal readonly struct Sigmoid : IElementMap
    {
        public float Apply(float x, float y, float a, float b) => ScalarMath.Sigmoid(x);
    }

    internal readonly struct Relu : IElementMap
    {
        public float Apply(float x, float y, float a, float b) => x <= 0f ? 0f : x;
    }

    internal readonly struct Exp : IElementMap
    {
        public float Apply(float x, float y, float a, float b) => ScalarMath.Exp(x);
    }

    internal readonly struct Softplus : IElementMap
    {
        public float Apply(float x, float y, float a, float b) => ScalarMath.Softplus(x);
    }

    internal readonly struct SquareRoot : IElementMap
    {
        public float Apply(float x, float y, float a, float b) => MathF.Sqrt(x);
    }

    internal readonly struct Gelu : IElementMap
    {
        public float Apply(float x, float y, float a, float b) => 0.5f * x * (1f + ScalarMath.GeluTanh(x));
    }
}
