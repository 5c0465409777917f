namespace Murmuration.Kernels.Devices.Host;

/// <summary>
/// The operations on float64 that sums over float32 numbers are written in, for vectors of one width.
/// </summary>
internal unsafe interface IWideLanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Numbers in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Loads float32 numbers as float64.</summary>
    static abstract TVector Widen(float* source);

    /// <summary>Stores float64 numbers as float32.</summary>
    static abstract void Narrow(TVector value, float* target);

    static abstract TVector Load(double* source);

    static abstract void Store(TVector value, double* target);

    static abstract TVector Broadcast(double value);

    static abstract TVector Add(TVector x, TVector y);

    static abstract TVector Subtract(TVector x, TVector y);

    static abstract TVector Abs(TVector x);

    /// <summary>x·y + z, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector x, TVector y, TVector z);
}
