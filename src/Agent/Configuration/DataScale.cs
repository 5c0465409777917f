namespace Murmuration.Agent.Configuration;

/// <summary>How inputs are scaled before training.</summary>
internal enum DataScale
{
    /// <summary>
    /// Unit for IDX and for NumPy's images of bytes with one channel, channels for other images, none for generated
    /// sets and libsvm, else standardize.
    /// </summary>
    Auto,

    /// <summary>As in the file.</summary>
    None,

    /// <summary>Divided by 255: bytes become 0..1.</summary>
    Unit,

    /// <summary>Mean 0 and deviation 1 per column, over the rows of all agents.</summary>
    Standardize,

    /// <summary>
    /// Mean 0 per column and one deviation for all columns together, over the rows of all agents: what images need,
    /// where columns that are nearly constant must not grow.
    /// </summary>
    Center,

    /// <summary>
    /// Mean 0 and deviation 1 per channel of images (red, green, blue), over the rows of all agents: what convolutions
    /// need, which treat all places alike.
    /// </summary>
    Channels,

    /// <summary>Smallest value 0 and largest 1 per column, over the rows of all agents.</summary>
    MinMax,
}
