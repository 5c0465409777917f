using Murmuration.Agent.Data;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Reports.Findings;

/// <summary>Rows that are images as bytes, black 0 and white 255, whatever the units of the file.</summary>
internal sealed class RowImages
{
    /// <summary>Numbers in an image that is small enough to stand in a report.</summary>
    private const int MostNumbers = 1 << 14;

    private readonly Dataset _rows;
    private readonly double _black;
    private readonly double _white;

    private RowImages(Dataset rows, ImageShape shape, double black, double white) =>
        (_rows, Shape, _black, _white) = (rows, shape, black, white);

    /// <summary>Their shape.</summary>
    public ImageShape Shape { get; }

    /// <summary>The images of rows that are not scaled; null where they are none, or too large.</summary>
    public static RowImages? Of(Dataset rows, ImageShape? image, FeatureStatistics statistics)
    {
        if (image is not { } shape || shape.Count != rows.InputCount || shape.Count > MostNumbers)
        {
            return null;
        }

        var columns = Enumerable.Range(0, statistics.InputCount);
        var (least, most) = (columns.Min(statistics.Minimum), columns.Max(statistics.Maximum));
        var (black, white) = (least, most) switch
        {
            ( >= 0, <= 1) => (0.0, 1.0),
            ( >= 0, <= 255) => (0.0, 255.0),
            _ => (least, most),
        };
        return new RowImages(rows, shape, black, white);
    }

    /// <summary>The bytes of a row's image.</summary>
    public byte[] this[int row] => Array.ConvertAll(
        _rows.Inputs.Slice(row * _rows.InputCount, _rows.InputCount).ToArray(),
        value => (byte)Math.Round(255 * Math.Clamp((value - _black) / (_white - _black), 0, 1)));
}
