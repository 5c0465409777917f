using System.Buffers.Binary;
using Murmuration.Agent.Reports.Sections;

namespace Murmuration.Agent.Tests.Reports;

public sealed class BitmapTests
{
    private const string Beginning = "data:image/bmp;base64,";

    [Fact]
    public void Colors_stand_as_blue_green_red_and_rows_from_below()
    {
        byte[] red = [1, 2], green = [3, 4], blue = [5, 6];
        var file = Decode(Bitmap.DataUri([.. red, .. green, .. blue], width: 1, height: 2, channels: 3));
        Assert.Equal((54 + 8, 54, 1, 2), (Int(file, 2), Int(file, 10), Int(file, 18), Int(file, 22)));
        Assert.Equal([6, 4, 2, 0, 5, 3, 1, 0], file[54..]);
    }

    [Fact]
    public void One_channel_is_grey()
    {
        var file = Decode(Bitmap.DataUri([7, 9], width: 2, height: 1, channels: 1));
        Assert.Equal([7, 7, 7, 9, 9, 9, 0, 0], file[54..]);
    }

    [Theory]
    [InlineData(3, 1, 1)]
    [InlineData(0, 1, 1)]
    [InlineData(2, 1, 0)]
    [InlineData(70_000, 70_000, 1)]
    public void What_is_no_image_gives_none(int width, int height, int channels) =>
        Assert.Null(Bitmap.DataUri([7, 9], width, height, channels));

    private static byte[] Decode(string? uri)
    {
        Assert.StartsWith(Beginning, uri, StringComparison.Ordinal);
        return Convert.FromBase64String(uri![Beginning.Length..]);
    }

    private static int Int(byte[] file, int offset) => BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(offset));
}
