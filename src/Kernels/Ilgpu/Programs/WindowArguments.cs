namespace Murmuration.Kernels.Ilgpu.Programs;

/// <summary>What <see cref="Windows"/> works on: a window's extents, the images and what belongs to them.</summary>
internal struct WindowArguments
{
    public Strided Images;

    /// <summary>Windows laid out as columns, or one number a position.</summary>
    public Strided Places;

    /// <summary>Where the greatest numbers lie.</summary>
    public Strided Columns;

    public int PlaneHeight;
    public int PlaneWidth;
    public int WindowHeight;
    public int WindowWidth;
    public int Stride;
    public int Padding;
    public int OutputHeight;
    public int OutputWidth;
}
