using Murmuration.Agent.Data.Rows;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Data.Formats.Cifar;

// Grammar: file = { label u8 · 1024 red · 1024 green · 1024 blue }, a plane line by line: 3073 bytes an image.
/// <summary>Collects the images of files.</summary>
/// <param name="rows">Where they go.</param>
/// <param name="limit">So many images are taken, those that follow left out.</param>
internal sealed class CifarReader(RowSink rows, int limit)
{
    private static readonly ImageShape Shape = new(3, 32, 32);

    private static readonly string[] ClassNames =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    private readonly List<int> _labels = [];
    private readonly byte[] _record = new byte[1 + Shape.Count];
    private readonly float[] _pixels = new float[Shape.Count];

    /// <summary>Numbers in an image.</summary>
    public static int InputCount => Shape.Count;

    /// <summary>Number of classes.</summary>
    public static int ClassCount => ClassNames.Length;

    /// <summary>Adds the images of a file; returns how many.</summary>
    /// <exception cref="DataException">The file is empty or ends within an image, or a label is wrong.</exception>
    public int Read(Stream stream, string path)
    {
        var count = 0;
        for (; _labels.Count < limit; count++)
        {
            var length = stream.ReadAtLeast(_record, _record.Length, throwOnEndOfStream: false);
            if (length == 0 && count > 0)
            {
                break;
            }

            RequireRecord(length, path, count);
            _labels.Add(_record[0]);
            for (var k = 0; k < _pixels.Length; k++)
            {
                _pixels[k] = _record[1 + k];
            }

            rows.Add(_pixels);
        }

        return count;
    }

    /// <summary>The images in the order they came, with one label each.</summary>
    public Dataset ToDataset() => Dataset.ForClasses(
        InputStore.Of(rows.ToRows(), Shape.Count), [.. _labels], ClassCount, ClassNames, Shape);

    private void RequireRecord(int length, string path, int index)
    {
        if (length < _record.Length)
        {
            throw new DataException(
                length == 0
                    ? $"{path}: is empty"
                    : $"{path}: is {length} bytes long after {index} images; a CIFAR-10 image takes {_record.Length}");
        }

        if (_record[0] >= ClassCount)
        {
            throw new DataException(
                $"{path}: image {index + 1} has label {_record[0]}; CIFAR-10 has 0 to {ClassCount - 1}");
        }
    }
}
