using Murmuration.Agent.Configuration;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Data.Files;

/// <summary>Joins IDX images and labels into sets.</summary>
internal static class IdxLoader
{
    /// <summary>Loads the training set, and the test set or null when no file is given for it.</summary>
    public static (Dataset Train, Dataset? Test) Load(DataOptions options, string baseDirectory)
    {
        var limit = options.Test is null ? int.MaxValue : options.Limit ?? int.MaxValue;
        var train = Read(options.Train!, options.TrainLabels, "trainLabels", baseDirectory, limit);
        var test = options.Test is null
            ? null
            : Read(options.Test, options.TestLabels, "testLabels", baseDirectory, options.TestLimit ?? int.MaxValue);
        RequireSameImages(train, test);
        var classCount = CountClasses(options, train, test);
        return (ToDataset(train, classCount), test is null ? null : ToDataset(test, classCount));
    }

    private static IdxPair Read(string images, string? labels, string option, string baseDirectory, int limit)
    {
        var imagesPath = DataFile.Resolve(images, baseDirectory);
        var labelsPath =
            labels is null ? GuessLabels(imagesPath, option) : DataFile.Resolve(labels, baseDirectory);
        var pair = new IdxPair(
            IdxReader.Read(imagesPath, leastDimensions: 2, limit),
            IdxReader.Read(labelsPath, leastDimensions: 1, limit));
        if (pair.Images.TotalCount != pair.Labels.TotalCount)
        {
            throw new DataException(
                $"{labelsPath}: has {pair.Labels.TotalCount} labels, "
                + $"but {imagesPath} has {pair.Images.TotalCount} images");
        }

        return pair;
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

    private static void RequireSameImages(IdxPair train, IdxPair? test)
    {
        if (test is not null && test.Images.RowLength != train.Images.RowLength)
        {
            throw new DataException(
                $"{test.Images.Path}: has {test.Images.RowLength} pixels an image, "
                + $"the training images have {train.Images.RowLength}");
        }
    }

    private static int CountClasses(DataOptions options, IdxPair train, IdxPair? test)
    {
        var largest = Math.Max(train.Labels.Bytes.Max(), test?.Labels.Bytes.Max() ?? 0);
        if (options.Classes is { } classes && largest >= classes)
        {
            throw new DataException(
                $"{train.Labels.Path}: has label {largest}, beyond data.classes = {classes} (labels count from 0)");
        }

        return options.Classes ?? Math.Max(2, largest + 1);
    }

    private static Dataset ToDataset(IdxPair pair, int classCount)
    {
        var inputs = Array.ConvertAll(pair.Images.Bytes, pixel => (float)pixel);
        var labels = Array.ConvertAll(pair.Labels.Bytes, label => (int)label);
        return Dataset.ForClasses(inputs, pair.Images.RowLength, labels, classCount, image: ToImage(pair.Images));
    }

    /// <summary>Lines × numbers, or channels × lines × numbers; a list of numbers is no image.</summary>
    private static ImageShape? ToImage(IdxArray images) => images.RowShape switch
    {
        [var height, var width] => new ImageShape(1, height, width),
        [var channels, var height, var width] => new ImageShape(channels, height, width),
        _ => null,
    };
}
