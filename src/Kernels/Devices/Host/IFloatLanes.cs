namespace Murmuration.Kernels.Devices.Host;

/// <summary>The operations on float32 that maps of numbers are written in, for vectors of one width.</summary>
internal unsafe interface IFloatLanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Numbers in a vector.</summary>
    static abstract int Count { get; }

    static abstract TVector Load(float* source);

    static abstract void Store(TVector value, float* target);

    static abstract TVector Broadcast(float value);

    static abstract TVector Add(TVector x, TVector y);

    static abstract TVector Subtract(TVector x, TVector y);

    static abstract TVector Multiply(TVector x, TVector y);

    static abstract TVector Divide(TVector x, TVector y);

    /// <summary>x·y + z, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector x, TVector y, TVector z);

    static abstract TVector Abs(TVector x);

    /// <summary>The square root, rounded once.</summary>
    static abstract TVector SquareRoot(TVector x);

    /// <summary>The lesser; NaN where one of them is.</summary>
    static abstract TVector Min(TVector x, TVector y);

    /// <summary>The greater; NaN where one of them is.</summary>
    static abstract TVector Max(TVector x, TVector y);

    static abstract TVector CopySign(TVector value, TVector sign);

    /// <summary><paramref name="value"/> where x is positive, else 0.</summary>
    static abstract TVector WherePositive(TVector x, TVector value);

    /// <summary>x·2^exponent for integral exponents from −250 to 250, rounded once.</summary>
    static abstract TVector Scale(TVector x, TVector exponent);
}
