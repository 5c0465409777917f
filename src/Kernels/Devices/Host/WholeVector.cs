namespace Murmuration.Kernels.Devices.Host;

/// <summary>A vector all of whose numbers count.</summary>
internal readonly unsafe struct WholeVector<TLanes, T, TVector> : ILastVector<T, TVector>
    where TLanes : struct, ILanes<T, TVector>
    where T : unmanaged
    where TVector : unmanaged
{
    public static TVector Mask(int count) => default;

    public static TVector Load(T* source, TVector mask) => TLanes.Load(source);

    public static void Store(TVector value, T* target, TVector mask) => TLanes.Store(value, target);
}
