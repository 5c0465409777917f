namespace Murmuration.Kernels.Ilgpu.Programs;

/// <summary>The reductions of devices.</summary>
internal static class Terms
{
    internal readonly struct Number : ITerm
    {
        public double Of(float x, float y) => x;

        public double Join(double a, double b) => a + b;
    }

    internal readonly struct Size : ITerm
    {
        public double Of(float x, float y) => Math.Abs((double)x);

        public double Join(double a, double b) => a + b;
    }

    internal readonly struct Product : ITerm
    {
        public double Of(float x, float y) => (double)x * y;

        public double Join(double a, double b) => a + b;
    }

    internal readonly struct SquaredDifference : ITerm
    {
        public double Of(float x, float y)
        {
            var difference = (double)x - y;
            return difference * difference;
        }

        public double Join(double a, double b) => a + b;
    }

    /// <summary>The greatest size; a NaN counts as greater than all numbers.</summary>
    internal readonly struct GreatestSize : ITerm
    {
        public double Of(float x, float y) => Math.Abs((double)x);

        public double Join(double a, double b) => a > b || double.IsNaN(a) ? a : b;
    }
}
