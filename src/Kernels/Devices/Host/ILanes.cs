namespace Murmuration.Kernels.Devices.Host;

/// <summary>
/// The operations that a kernel needs of a vector type. A kernel written against it is compiled once for every width,
/// and since every operation rounds each lane by itself, its bits are those of any other width.
/// </summary>
internal unsafe interface ILanes<T, TVector>
    where T : unmanaged
    where TVector : unmanaged
{
    /// <summary>Numbers in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Rows of the tallest tile, two vectors wide, that the registers hold.</summary>
    static abstract int TileRows { get; }

    static abstract TVector Load(T* source);

    static abstract void Store(TVector value, T* target);

    static abstract TVector Broadcast(T value);

    static abstract TVector Multiply(TVector x, TVector y);

    /// <summary>x·y + z, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector x, TVector y, TVector z);

    /// <summary>A mask, which is a vector, for the first numbers.</summary>
    static abstract TVector MaskOfFirst(int count);

    /// <summary>Zero where the mask leaves numbers out; their memory is not touched.</summary>
    static abstract TVector LoadMasked(T* source, TVector mask);

    static abstract void StoreMasked(TVector value, T* target, TVector mask);
}
