namespace Murmuration.Kernels.Devices.Host;

/// <summary>
/// What a micro-kernel computes: a few rows of a times one or two vectors of columns of b, over a depth k.
/// </summary>
internal unsafe ref struct ProductTile<T>
    where T : unmanaged
{
    /// <summary>The summands of each number of the tile.</summary>
    public int Depth;

    public T* A;

    /// <summary>From row to row of a; 1 when a is packed.</summary>
    public nint ARowStride;

    /// <summary>From one k to the next.</summary>
    public nint ADepthStride;

    /// <summary>Columns of b are contiguous, packed or not.</summary>
    public T* B;

    public nint BDepthStride;

    /// <summary>Columns of c are contiguous, whether in place or in a scratch tile.</summary>
    public T* C;

    public nint CRowStride;

    /// <summary>Columns of the last vector; beyond them neither b nor c is touched.</summary>
    public int LastCount;

    public T Alpha;

    public T Beta;

    /// <summary>Whether beta is not 0; otherwise the old c is not read: it may be NaN.</summary>
    public bool ReadsC;
}
