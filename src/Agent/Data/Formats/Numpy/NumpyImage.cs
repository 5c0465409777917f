using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Data.Formats.Numpy;

/// <summary>What the rows of an array are as images, and the order in which a row's numbers are taken.</summary>
/// <param name="Shape">The image, or null where rows are none.</param>
/// <param name="Order">Place in the array's row of each input; null where they are taken as they stand.</param>
internal sealed record NumpyImage(ImageShape? Shape, int[]? Order)
{
    /// <summary>
    /// rows × height × width, rows × channels × height × width, or with the channels last (1, 3 or 4 of them), which
    /// are then put first, as convolutions want them.
    /// </summary>
    public static NumpyImage Of(NpyHeader header) => header.Shape switch
    {
        [_, var height, var width] => new(new ImageShape(1, (int)height, (int)width), null),
        [_, var height, var width, var channels] when IsColor(channels) && !IsColor(height) =>
            ChannelsLast((int)height, (int)width, (int)channels),
        [_, var channels, var height, var width] => new(new ImageShape((int)channels, (int)height, (int)width), null),
        _ => new(null, null),
    };

    /// <summary>Such as ", images 3x32x32 (channels last in the file)".</summary>
    public override string ToString() => Shape is null ? ""
        : $", images {Shape}{(Order is null ? "" : " (channels last in the file)")}";

    private static bool IsColor(long extent) => extent is 1 or 3 or 4;

    private static NumpyImage ChannelsLast(int height, int width, int channels)
    {
        var plane = height * width;
        int[] order = [.. Enumerable.Range(0, channels * plane).Select(k => (k % plane * channels) + (k / plane))];
        return new(new ImageShape(channels, height, width), order);
    }
}
