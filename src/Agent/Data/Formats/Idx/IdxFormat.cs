using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data.Rows;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Data.Formats.Idx;

/// <summary>IDX, the format of MNIST: images in one file, their labels in another.</summary>
internal sealed class IdxFormat : IDataFormat
{
    public DataFormat Kind => DataFormat.Idx;

    public bool Recognizes(DataSource source) =>
        source.Name.Contains("idx", StringComparison.OrdinalIgnoreCase)
        || source.Name.Contains("ubyte", StringComparison.OrdinalIgnoreCase)
        || IdxHeader.IsBeginning(source.Beginning);

    public LoadedSets Load(DataReading reading)
    {
        var options = reading.Options;
        reading.RequireNoColumns("IDX");
        var train = Read(
            reading, options.Train!, options.TrainLabels, "trainLabels", reading.TrainLimit(options.Test is not null));
        var test = options.Test is null
            ? null
            : Read(reading, options.Test, options.TestLabels, "testLabels", reading.TestLimit);
        RequireSameImages(train, test);
        var classCount = CountClasses(options, train, test);
        return new LoadedSets(train.ToDataset(classCount), test?.ToDataset(classCount))
        {
            Scale = DataScale.Unit,
            Dialect = $"IDX, images of {string.Join(" x ", train.Header.RowShape)} bytes",
        };
    }

    public (InputStore Rows, ImageShape? Image) LoadInputs(DataReading reading, int inputCount)
    {
        var path = reading.Resolve(reading.Options.Train!);
        return reading.Read(path, stream =>
        {
            var header = IdxHeader.Read(stream, path, leastDimensions: 2);
            return (ReadImages(reading, stream, header, reading.Limit), header.Image);
        });
    }

    private static IdxImages Read(DataReading reading, string images, string? labels, string option, int limit)
    {
        var imagesPath = reading.Resolve(images);
        var labelsPath = labels is null ? GuessLabels(imagesPath, option) : reading.Resolve(labels);
        var (labelHeader, bytes) = reading.Read(labelsPath, stream => ReadLabels(stream, labelsPath, limit));
        return reading.Read(imagesPath, stream =>
        {
            var header = IdxHeader.Read(stream, imagesPath, leastDimensions: 2);
            if (header.Count != labelHeader.Count)
            {
                throw new DataException(
                    $"{labelsPath}: has {labelHeader.Count} labels, but {imagesPath} has {header.Count} images");
            }

            return new IdxImages(header, ReadImages(reading, stream, header, limit), labelsPath, bytes);
        });
    }

    private static InputStore ReadImages(DataReading reading, Stream stream, IdxHeader header, int limit)
    {
        using var rows = reading.Collect(header.RowLength, header.Path);
        IdxReader.ReadRows(stream, header, limit, rows);
        return InputStore.Of(rows.ToRows(), header.RowLength);
    }

    private static (IdxHeader Header, byte[] Labels) ReadLabels(Stream stream, string path, int limit)
    {
        var header = IdxHeader.Read(stream, path, leastDimensions: 1);
        return (header, IdxReader.ReadBytes(stream, header, limit));
    }

    // The names of MNIST and its descendants: train-images-idx3-ubyte.gz goes with train-labels-idx1-ubyte.gz.
    private static string GuessLabels(string imagesPath, string option)
    {
        var name = Path.GetFileName(imagesPath)
            .Replace("images", "labels", StringComparison.Ordinal)
            .Replace("idx3", "idx1", StringComparison.Ordinal);
        var path = Path.Combine(Path.GetDirectoryName(imagesPath)!, name);
        return path != imagesPath && File.Exists(path)
            ? path
            : throw new DataException(
                $"{imagesPath}: holds images only; name the file of their labels in data.{option}");
    }

    private static void RequireSameImages(IdxImages train, IdxImages? test)
    {
        if (test is not null && test.Header.RowLength != train.Header.RowLength)
        {
            throw new DataException(
                $"{test.Header.Path}: has {test.Header.RowLength} pixels an image, "
                + $"the training images have {train.Header.RowLength}");
        }
    }

    private static int CountClasses(DataOptions options, IdxImages train, IdxImages? test)
    {
        var largest = Math.Max(train.Labels.Max(), test?.Labels.Max() ?? 0);
        if (options.Classes is { } classes && largest >= classes)
        {
            throw new DataException(
                $"{train.LabelsPath}: has label {largest}, beyond data.classes = {classes} (labels count from 0)");
        }

        return options.Classes ?? Math.Max(2, largest + 1);
    }
}
