namespace Murmuration.Kernels.Ilgpu.Programs;

/// <summary>What <see cref="Products"/> works on.</summary>
internal struct ProductArguments
{
    public Strided A;
    public Strided B;
    public Strided C;
    public float Alpha;
    public float Beta;

    /// <summary>A group has Side·Side threads, a tile of c 4·Side rows and columns.</summary>
    public int Side;

    /// <summary>Tiles side by side.</summary>
    public int ColumnTiles;
}
