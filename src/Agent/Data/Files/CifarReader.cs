using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Data.Files;

// Grammar: file = { label u8 · 1024 red · 1024 green · 1024 blue }, a plane line by line: 3073 bytes an image.
/// <summary>Collects the images of files, as the bytes they are until their number is known.</summary>
/// <param name="limit">So many images are taken, those that follow left out.</param>
/// <param name="capacity">Most images there may be; more are an error.</param>
internal sealed class CifarReader(int limit, int capacity)
{
    private static readonly ImageShape Shape = new(3, 32, 32);

    private static readonly string[] ClassNames =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    private readonly List<byte[]> _records = [];

    /// <summary>Most images whose numbers one array holds.</summary>
    public static int MostImages => Array.MaxLength / Shape.Count;

    /// <summary>Number of classes.</summary>
    public static int ClassCount => ClassNames.Length;

    private static int RecordLength => 1 + Shape.Count;

    /// <summary>Adds the images of a file; returns how many.</summary>
    /// <exception cref="DataException">
    /// The file is empty or ends within an image, a label is wrong, or the images are too many.
    /// </exception>
    public int Read(Stream stream, string path)
    {
        var count = 0;
        for (; _records.Count < limit; count++)
        {
            var record = new byte[RecordLength];
            var length = stream.ReadAtLeast(record, record.Length, throwOnEndOfStream: false);
            if (length == 0 && count > 0)
            {
                break;
            }

            RequireRecord(record, length, path, count);
            RequireRoom(path, count);
            _records.Add(record);
        }

        return count;
    }

    /// <summary>The images in the order they came, with one label each.</summary>
    public Dataset ToDataset()
    {
        var (inputs, labels) = (new float[_records.Count * Shape.Count], new int[_records.Count]);
        foreach (var (image, record) in _records.Index())
        {
            labels[image] = record[0];
            var pixels = inputs.AsSpan(image * Shape.Count, Shape.Count);
            for (var k = 0; k < pixels.Length; k++)
            {
                pixels[k] = record[1 + k];
            }
        }

        return Dataset.ForClasses(inputs, Shape.Count, labels, ClassCount, ClassNames, Shape);
    }

    private static void RequireRecord(byte[] record, int length, string path, int index)
    {
        if (length < record.Length)
        {
            throw new DataException(
                length == 0
                    ? $"{path}: is empty"
                    : $"{path}: is {length} bytes long after {index} images; a CIFAR-10 image takes {record.Length}");
        }

        if (record[0] >= ClassCount)
        {
            throw new DataException(
                $"{path}: image {index + 1} has label {record[0]}; CIFAR-10 has 0 to {ClassCount - 1}");
        }
    }

    private void RequireRoom(string path, int index)
    {
        if (_records.Count == capacity)
        {
            throw new DataException(
                $"{path}: image {index + 1} is one more than the {capacity} that can be held; give fewer files, or "
                + "beside data.test the number to be read as data.limit (of test images data.testLimit)");
        }
    }
}
