namespace Murmuration.Kernels.Devices;

/// <summary>
/// Extents of images that lie in rows of a matrix: one image a row, channel after channel, a channel line by line.
/// </summary>
/// <param name="Channels">Planes of an image: 1 for grey, 3 for colours.</param>
/// <param name="Height">Lines of a plane.</param>
/// <param name="Width">Numbers in a line.</param>
public readonly record struct ImageShape(int Channels, int Height, int Width)
{
    /// <summary>Numbers in a plane.</summary>
    public int PlaneCount => checked(Height * Width);

    /// <summary>Numbers in an image.</summary>
    public int Count => checked(Channels * PlaneCount);

    /// <summary>Such as "3x32x32".</summary>
    public override string ToString() => $"{Channels}x{Height}x{Width}";
}
