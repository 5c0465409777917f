namespace Murmuration.Kernels.Devices.Host;

/// <summary>A vector the first numbers of which count.</summary>
internal readonly unsafe struct PartOfVector<TLanes, T, TVector> : ILastVector<T, TVector>
    where TLanes : struct, ILanes<T, TVector>
    where T : unmanaged
    where TVector : unmanaged
{
    public static TVector Mask(int count) => TLanes.MaskOfFirst(count);

    public static TVector Load(T* source, TVector mask) => TLanes.LoadMasked(source, mask);

    public static void Store(TVector value, T* target, TVector mask) => TLanes.StoreMasked(value, target, mask);
}
