namespace Murmuration.Kernels.Devices.Host;

/// <summary>Memory of one thread for one product, which never starts another while it runs.</summary>
internal sealed class Workspace
{
    [ThreadStatic]
    private static Workspace? _ofThread;

    public static Workspace OfThread => _ofThread ??= new Workspace();

    /// <summary>Packed rows of a.</summary>
    public AlignedBuffer Rows { get; } = new();

    /// <summary>Packed columns of b, shared with the workers.</summary>
    public AlignedBuffer Columns { get; } = new();

    /// <summary>A tile that does not fit its place in c.</summary>
    public AlignedBuffer Tile { get; } = new();

    /// <summary>The inverse of a triangle and the rows that it is applied to.</summary>
    public AlignedBuffer Triangle { get; } = new();
}
