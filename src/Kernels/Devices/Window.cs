namespace Murmuration.Kernels.Devices;

/// <summary>
/// A rectangle that moves over the planes of images by a stride, starting <see cref="Padding"/> beyond their edge.
/// </summary>
public sealed record Window
{
    /// <summary>Describes a window.</summary>
    /// <exception cref="ArgumentException">The window never lies on the image, or only on its padding.</exception>
    public Window(ImageShape input, int height, int width, int stride, int padding)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Math.Min(height, width), nameof(height));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stride);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        if (padding >= Math.Min(height, width))
        {
            throw new ArgumentException(
                $"A window of {height}x{width} with padding {padding} lies beside the image; the padding must be less.",
                nameof(padding));
        }

        if (height > input.Height + 2L * padding || width > input.Width + 2L * padding)
        {
            throw new ArgumentException(
                $"A window of {height}x{width} is larger than the image {input} with padding {padding}.",
                nameof(height));
        }

        (Input, Height, Width, Stride, Padding) = (input, height, width, stride, padding);
        OutputHeight = (input.Height + 2 * padding - height) / stride + 1;
        OutputWidth = (input.Width + 2 * padding - width) / stride + 1;
    }

    /// <summary>The images.</summary>
    public ImageShape Input { get; }

    /// <summary>Lines of the window.</summary>
    public int Height { get; }

    /// <summary>Numbers in a line of the window.</summary>
    public int Width { get; }

    /// <summary>Steps from one position to the next, in both directions.</summary>
    public int Stride { get; }

    /// <summary>Zeros around every plane.</summary>
    public int Padding { get; }

    /// <summary>Positions down a plane.</summary>
    public int OutputHeight { get; }

    /// <summary>Positions along a line.</summary>
    public int OutputWidth { get; }

    /// <summary>Positions on a plane.</summary>
    public int PositionCount => OutputHeight * OutputWidth;

    /// <summary>Numbers under the window, all channels together.</summary>
    public int PatchCount => checked(Input.Channels * Height * Width);

    /// <summary>The positions at which place <paramref name="place"/> of the window lies within the image.</summary>
    internal (int First, int End) Inside(int place, int extent, int positions)
    {
        var (beyond, last) = (Math.Max(0, Padding - place), extent - 1 + Padding - place);
        if (Stride > 1)
        {
            beyond = (beyond + Stride - 1) / Stride;
            last = last < 0 ? -1 : last / Stride;
        }

        var first = Math.Min(beyond, positions);
        return (first, Math.Clamp(last + 1, first, positions));
    }
}
