using System.Buffers.Binary;

namespace Murmuration.Agent.Reports.Sections;

/// <summary>Images of test rows as BMP files of 24 bits per pixel, inside a URI.</summary>
internal static class Bitmap
{
    private const int HeaderBytes = 54;
    private const int InfoBytes = 40;
    private const int LargestSide = 256;

    /// <summary>The image, or null where the pixels are none.</summary>
    /// <param name="pixels">Channel by channel, row by row, 0 … 255.</param>
    /// <param name="width">Width, pixels.</param>
    /// <param name="height">Height, pixels.</param>
    /// <param name="channels">3 for red, green and blue; of any other number the first is shown in grey.</param>
    public static string? DataUri(byte[]? pixels, int width, int height, int channels) =>
        pixels is not null
        && width is > 0 and <= LargestSide
        && height is > 0 and <= LargestSide
        && channels > 0
        && pixels.Length == (long)width * height * channels
            ? $"data:image/bmp;base64,{Convert.ToBase64String(Encode(pixels, width, height, channels))}"
            : null;

    private static byte[] Encode(byte[] pixels, int width, int height, int channels)
    {
        var rowBytes = ((3 * width) + 3) / 4 * 4;
        var file = new byte[HeaderBytes + (rowBytes * height)];
        WriteHeader(file, width, height);
        var plane = width * height;
        var (green, blue) = channels == 3 ? (plane, 2 * plane) : (0, 0);
        for (var y = 0; y < height; y++)
        {
            // Rows stand from the lowest to the highest, colors as blue, green, red.
            var row = file.AsSpan(HeaderBytes + (rowBytes * (height - 1 - y)), rowBytes);
            for (var x = 0; x < width; x++)
            {
                var place = (y * width) + x;
                row[3 * x] = pixels[place + blue];
                row[(3 * x) + 1] = pixels[place + green];
                row[(3 * x) + 2] = pixels[place];
            }
        }

        return file;
    }

    private static void WriteHeader(Span<byte> file, int width, int height)
    {
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file[2..], file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file[10..], HeaderBytes);
        BinaryPrimitives.WriteInt32LittleEndian(file[14..], InfoBytes);
        BinaryPrimitives.WriteInt32LittleEndian(file[18..], width);
        BinaryPrimitives.WriteInt32LittleEndian(file[22..], height);
        BinaryPrimitives.WriteInt16LittleEndian(file[26..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(file[28..], 24);
    }
}
