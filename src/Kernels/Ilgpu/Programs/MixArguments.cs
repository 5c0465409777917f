using ILGPU;

namespace Murmuration.Kernels.Ilgpu.Programs;

/// <summary>What <see cref="Mixing"/> works on: up to 16 vectors at once, with their weights.</summary>
internal struct MixArguments
{
    /// <summary>Vectors of one pass.</summary>
    public const int Capacity = 16;

    public ArrayView<float> X0;
    public ArrayView<float> X1;
    public ArrayView<float> X2;
    public ArrayView<float> X3;
    public ArrayView<float> X4;
    public ArrayView<float> X5;
    public ArrayView<float> X6;
    public ArrayView<float> X7;
    public ArrayView<float> X8;
    public ArrayView<float> X9;
    public ArrayView<float> X10;
    public ArrayView<float> X11;
    public ArrayView<float> X12;
    public ArrayView<float> X13;
    public ArrayView<float> X14;
    public ArrayView<float> X15;
    public double W0;
    public double W1;
    public double W2;
    public double W3;
    public double W4;
    public double W5;
    public double W6;
    public double W7;
    public double W8;
    public double W9;
    public double W10;
    public double W11;
    public double W12;
    public double W13;
    public double W14;
    public double W15;

    /// <summary>Sums of earlier passes, where there were any.</summary>
    public ArrayView<double> Carry;

    public ArrayView<float> Result;
    public int Count;
    public int IsFirst;
    public int IsLast;

    /// <summary>Puts a vector and its weight into place k.</summary>
    public void Set(int k, ArrayView<float> x, double weight)
    {
        switch (k)
        {
            case 0: (X0, W0) = (x, weight); break;
            case 1: (X1, W1) = (x, weight); break;
            case 2: (X2, W2) = (x, weight); break;
            case 3: (X3, W3) = (x, weight); break;
            case 4: (X4, W4) = (x, weight); break;
            case 5: (X5, W5) = (x, weight); break;
            case 6: (X6, W6) = (x, weight); break;
            case 7: (X7, W7) = (x, weight); break;
            case 8: (X8, W8) = (x, weight); break;
            case 9: (X9, W9) = (x, weight); break;
            case 10: (X10, W10) = (x, weight); break;
            case 11: (X11, W11) = (x, weight); break;
            case 12: (X12, W12) = (x, weight); break;
            case 13: (X13, W13) = (x, weight); break;
            case 14: (X14, W14) = (x, weight); break;
            case 15: (X15, W15) = (x, weight); break;
            default: throw new ArgumentOutOfRangeException(nameof(k), k, "A pass takes 16 vectors.");
        }
    }
}
