namespace Murmuration.Kernels.Devices.Host;

/// <summary>
/// The last vector of a tile, of which all numbers or the first few count. A kernel is compiled once for either, so
/// that whole tiles pay nothing for the others.
/// </summary>
internal unsafe interface ILastVector<T, TVector>
    where T : unmanaged
    where TVector : unmanaged
{
    static abstract TVector Mask(int count);

    /// <summary>Zero where the mask leaves numbers out; their memory is not touched.</summary>
    static abstract TVector Load(T* source, TVector mask);

    static abstract void Store(TVector value, T* target, TVector mask);
}
