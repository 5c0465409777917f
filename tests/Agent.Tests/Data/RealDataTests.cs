using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;

namespace Murmuration.Agent.Tests.Data;

/// <summary>Public sets below the folder MURMURATION_DATA; figures as published with them.</summary>
public class RealDataTests
{
    [Theory]
    [InlineData("mnist", 0.1307, 0.3081, new[] { 5, 0, 4, 1, 9 }, new[] { 7, 2, 1, 0, 4 })]
    [InlineData("fashion-mnist", 0.2860, 0.3530, new[] { 9, 0, 0, 3, 0 }, new[] { 9, 2, 1, 1, 6 })]
    public void Image_sets_have_their_published_figures(
        string folder, double mean, double deviation, int[] trainLabels, int[] testLabels)
    {
        var pair = Load(new DataOptions
        {
            Train = $"{folder}/train-images-idx3-ubyte.gz",
            Test = $"{folder}/t10k-images-idx3-ubyte.gz",
        });
        Assert.Equal((60_000, 784, 10), (pair.Train.Count, pair.Train.InputCount, pair.Train.ClassCount));
        Assert.Equal(10_000, pair.Test.Count);
        Assert.Equal(trainLabels, pair.Train.Labels[..5].ToArray());
        Assert.Equal(testLabels, pair.Test.Labels[..5].ToArray());
        var (sum, squares) = (0.0, 0.0);
        foreach (var pixel in pair.Train.Inputs)
        {
            sum += pixel;
            squares += (double)pixel * pixel;
        }

        var average = sum / pair.Train.Inputs.Length;
        Assert.Equal(mean, average, 4);
        Assert.Equal(deviation, Math.Sqrt((squares / pair.Train.Inputs.Length) - (average * average)), 4);
    }

    [Fact]
    public void Cifar_has_the_channels_of_the_published_figures()
    {
        var pair = Load(new DataOptions { Train = "cifar10-subset", Test = "cifar10-subset", Scale = DataScale.Unit });
        Assert.Equal((10_000, 1000, 3072), (pair.Train.Count, pair.Test.Count, pair.Train.InputCount));
        var statistics = FeatureStatistics.Of(pair.Train);
        double[] published = [0.4914, 0.4822, 0.4465];
        for (var channel = 0; channel < 3; channel++)
        {
            // A fifth of the whole set.
            var mean = Enumerable.Range(channel * 1024, 1024).Average(statistics.Mean);
            Assert.Equal(published[channel], mean, 0.005);
        }
    }

    [Theory]
    [InlineData("uci-regression/boston-housing.csv", null, 506, 13, 5, 50)]
    [InlineData("uci-regression/energy-heating.csv", null, 768, 8, 6.01, 43.1)]
    [InlineData("uci-regression/kin8nm.csv.gz", null, 8192, 8, 0.040, 1.459)]
    [InlineData("uci-regression/power-plant-ccpp.csv", null, 9568, 4, 420.26, 495.76)]
    [InlineData("uci-regression/protein-casp.csv.gz", "RMSD", 45730, 9, 0, 20.999)]
    [InlineData("uci-regression/yacht.csv", null, 308, 6, 0.01, 62.42)]
    [InlineData("uci-regression/winequality-red.csv", "quality", 1599, 11, 3, 8)]
    [InlineData("uci-regression/winequality-white.csv", "quality", 4898, 11, 3, 9)]
    [InlineData("uci-regression/millionsong-12-subset.csv.gz", "first", 6719, 12, 1900, 2008)]
    [InlineData("uci-regression/diabetes_data_raw.csv.gz", "2", 442, 9, 18, 42.2)]
    public void Regression_sets_have_their_published_figures(
        string path, string? target, int count, int inputCount, double smallest, double largest)
    {
        var pair = Load(new DataOptions { Train = path, Target = target });
        Assert.False(pair.Train.IsClassification);
        Assert.Equal((count, inputCount), (pair.Train.Count + pair.Test.Count, pair.Train.InputCount));
        float[] targets = [.. pair.Train.Targets, .. pair.Test.Targets];
        Assert.Equal(smallest, targets.Min(), 0.001);
        Assert.Equal(largest, targets.Max(), 0.001);
    }

    [Fact]
    public void Optical_digits_have_their_published_counts()
    {
        var pair = Load(new DataOptions
        {
            Train = "uci-classification/optdigits.tra",
            Test = "uci-classification/optdigits.tes",
        });
        Assert.Equal((3823, 64, 1797), (pair.Train.Count, pair.Train.InputCount, pair.Test.Count));
        Assert.Equal([376, 389, 380, 389, 387, 376, 377, 387, 380, 382], pair.Train.CountLabels());
        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], pair.Test.CountLabels());
    }

    [Fact]
    public void Iris_has_three_classes_of_fifty()
    {
        var pair = Load(new DataOptions { Train = "uci-classification/iris.csv" });
        Assert.Equal((120, 30, 4), (pair.Train.Count, pair.Test.Count, pair.Train.InputCount));
        Assert.Equal([50, 50, 50], pair.Train.CountLabels().Zip(pair.Test.CountLabels(), (a, b) => a + b));
    }

    [Fact]
    public void Breast_cancer_has_named_classes_in_its_second_column()
    {
        var pair = Load(new DataOptions { Train = "uci-classification/wdbc.data", Target = "1", Ignore = ["0"] });
        Assert.Equal((569, 30), (pair.Train.Count + pair.Test.Count, pair.Train.InputCount));
        Assert.Equal(["B", "M"], pair.Train.ClassNames);
        Assert.Equal([357, 212], pair.Train.CountLabels().Zip(pair.Test.CountLabels(), (a, b) => a + b));
    }

    [Fact]
    public void Higgs_has_tabs_and_its_label_first()
    {
        var pair = Load(new DataOptions
        {
            Train = "uci-classification/higgs-first7000.tsv.gz",
            Test = "uci-classification/higgs-test500.tsv",
            Target = "first",
        });
        Assert.Equal([3284, 3716], pair.Train.CountLabels());
        Assert.Equal((28, 500), (pair.Train.InputCount, pair.Test.Count));
    }

    private static DatasetPair Load(DataOptions options)
    {
        var folder = Environment.GetEnvironmentVariable("MURMURATION_DATA");
        if (string.IsNullOrEmpty(folder))
        {
            Assert.Skip("MURMURATION_DATA names no folder with the public data sets");
        }

        return DataLoader.Load(options, folder, seed: 1);
    }
}
