using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Agent.Models;
using Murmuration.Agent.Reports;
using Murmuration.Agent.Reports.Findings;
using Murmuration.Agent.Reports.Runs;
using Murmuration.Agent.Tests.Models;
using Murmuration.Agent.Training;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Models;
using Murmuration.Kernels.Objectives;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Reports;

/// <summary>Findings against an oracle that knows the whole set at once and sorts it.</summary>
public sealed class TestFindingsTests : IDisposable
{
    private const int Count = 1500;

    private readonly HostDevice _device = new();

    public void Dispose() => _device.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Confusion_and_worst_rows_of_a_classifier_are_those_of_the_oracle(bool logistic)
    {
        var image = new ImageShape(1, 4, 3);
        var trained = TrainedModels.Classifier(
            image, ["dense"], DataScale.Center, logistic ? LossKind.Logistic : LossKind.SoftmaxCrossEntropy);
        var classes = trained.Meaning.ClassNames;
        var rows = Images(image, classes);
        trained = trained with { Statistics = FeatureStatistics.Of(rows) };
        var (labels, probabilities) = TrainedModels.Predict(trained, rows.Inputs.ToArray());

        var (findings, evaluation) = Examine(trained, rows);

        Assert.Equal(classes, findings!.ClassNames);
        for (var truth = 0; truth < classes.Count; truth++)
        {
            for (var predicted = 0; predicted < classes.Count; predicted++)
            {
                var expected = Enumerable.Range(0, Count)
                    .Count(row => rows.Labels[row] == truth && labels[row] == predicted);
                Assert.Equal(expected, findings.Confusion[truth][predicted]);
            }
        }

        var right = classes.Select((_, k) => findings.Confusion[k][k]).Sum();
        Assert.Equal(evaluation.Accuracy, (double)right / Count, 1e-9);
        var losses = Enumerable.Range(0, Count)
            .Select(row => (Row: row, Loss: -Math.Log(probabilities[(row * classes.Count) + rows.Labels[row]])))
            .OrderByDescending(row => row.Loss).Take(TestFindings.WorstCount).ToList();
        Assert.Equal(losses.Select(row => row.Row), findings.Worst.Select(worst => worst.Row));
        Assert.All(losses.Zip(findings.Worst), pair =>
        {
            var (expected, worst) = pair;
            Assert.Equal(expected.Loss, worst.Loss, 1e-4);
            Assert.Equal(probabilities[(worst.Row * classes.Count) + worst.Label], worst.Probability, 1e-5);
            Assert.Equal((rows.Labels[worst.Row], labels[worst.Row]), (worst.Label, worst.Predicted));
        });
    }

    /// <summary>Shares of white become bytes; what scaling did to the rows does not show.</summary>
    [Fact]
    public void Images_of_the_worst_rows_are_those_that_were_loaded()
    {
        var image = new ImageShape(1, 4, 3);
        var trained = TrainedModels.Classifier(image, ["dense"], DataScale.Standardize);
        var rows = Images(image, trained.Meaning.ClassNames);
        trained = trained with { Statistics = FeatureStatistics.Of(rows) };
        var (findings, _) = Examine(trained, rows);
        Assert.Equal((3, 4, 1), (findings!.Width, findings.Height, findings.Channels));
        Assert.All(findings.Worst, worst => Assert.Equal(
            rows.Inputs.Slice(worst.Row * 12, 12).ToArray().Select(value => (byte)Math.Round(255 * value)),
            worst.Pixels!));
    }

    [Theory]
    [InlineData(0, 1, new byte[] { 0, 128, 255 })]
    [InlineData(0, 255, new byte[] { 0, 0, 1 })]
    [InlineData(-1, 1, new byte[] { 128, 191, 255 })]
    [InlineData(0, 1000, new byte[] { 0, 0, 0 })]
    public void Pixels_are_bytes_whatever_units_the_file_has(float least, float most, byte[] expected)
    {
        var shape = new ImageShape(1, 1, 3);
        var training = Dataset.ForClasses([least, least, least, most, most, most], 3, [0, 1], 2);
        var rows = Dataset.ForClasses([0, 0.5f, 1], 3, [0], 2, image: shape);
        Assert.Equal(expected, RowImages.Of(rows, shape, FeatureStatistics.Of(training))![0]);
    }

    [Fact]
    public void Large_images_are_left_out()
    {
        var shape = new ImageShape(1, 200, 200);
        var rows = Dataset.ForClasses(new float[40_000], 40_000, [0], 2, image: shape);
        Assert.Null(RowImages.Of(rows, shape, FeatureStatistics.Of(rows)));
    }

    [Fact]
    public void Many_classes_have_no_matrix_and_still_their_worst_rows()
    {
        const int classes = TestFindings.MostClasses + 1;
        var model = Model.MultilayerPerceptron([1, classes], Activation.Tanh);
        var names = Enumerable.Range(0, classes).Select(k => $"{k}").ToList();
        var rows = Dataset.ForClasses([1, 2, 3], 1, [0, 1, 2], classes, names);
        var meaning = new ModelMeaning
        {
            Scale = DataScale.None,
            Loss = LossKind.SoftmaxCrossEntropy,
            ClassNames = names,
        };
        var (findings, _) = Examine(
            new(model, new float[model.WeightCount], FeatureStatistics.Of(rows), meaning, TrainedModels.Origin), rows);
        Assert.Empty(findings!.Confusion);
        Assert.Equal([0, 1, 2], findings.Worst.Select(worst => worst.Row));
    }

    [Fact]
    public void A_regression_has_its_error_and_its_worst_rows_in_the_units_of_the_target()
    {
        var inputs = TrainedModels.Rows(5, Count, seed: 21);
        var random = new Random(22);
        var targets = Enumerable.Range(0, 2 * Count).Select(k => (k % 2) + random.NextSingle()).ToArray();
        var rows = Dataset.ForRegression(inputs, 5, targets, 2);
        var trained = TrainedModels.Regression() with { Statistics = FeatureStatistics.Of(rows) };
        var (_, values) = TrainedModels.Predict(trained, inputs);
        var deviations = new[] { 5, 6 }.Select(trained.Statistics.Deviation).ToArray();
        var (findings, evaluation) = Examine(trained, rows);

        Assert.Empty(findings!.Confusion);
        var error = Math.Sqrt(values.Zip(targets, (ours, target) => Math.Pow(ours - target, 2)).Average());
        Assert.Equal(error, findings.RootMeanSquareError!.Value, 1e-6 * error);
        var losses = Enumerable.Range(0, Count).Select(row => (Row: row, Loss: new[] { 0, 1 }
            .Sum(k => Math.Pow((values[(2 * row) + k] - targets[(2 * row) + k]) / deviations[k], 2))))
            .ToList();
        Assert.Equal(losses.Average(row => row.Loss), evaluation.Cost, 1e-3);
        var worst = losses.OrderByDescending(row => row.Loss).Take(TestFindings.WorstCount);
        Assert.Equal(worst.Select(row => row.Row), findings.WorstValues!.Select(value => value.Row));
        var first = findings.WorstValues![0];
        Assert.Equal(targets.AsSpan(2 * first.Row, 2).ToArray().Select(value => (double)value), first.Target);
        Assert.Equal(values.AsSpan(2 * first.Row, 2).ToArray(), first.Prediction);
    }

    [Fact]
    public void Classes_by_squared_loss_have_no_findings()
    {
        var image = new ImageShape(1, 4, 3);
        var trained = TrainedModels.Classifier(image, ["dense"], DataScale.Center, LossKind.Squared);
        Assert.Null(Examine(trained, Images(image, trained.Meaning.ClassNames)).Findings);
    }

    [Fact]
    public void The_file_reads_back_and_is_small()
    {
        using var folder = new TemporaryFolder();
        var image = new ImageShape(1, 4, 3);
        var trained = TrainedModels.Classifier(image, ["dense"], DataScale.Center);
        var (findings, _) = Examine(trained, Images(image, trained.Meaning.ClassNames));
        FindingsFile.Write(folder.File("a0"), findings!);
        var read = RunFolder.TryRead<TestFindings>(folder.File("a0/findings.json"))!;
        Assert.Equal(findings!.ClassNames, read.ClassNames);
        Assert.Equal(findings.Confusion, read.Confusion);
        Assert.Equal(findings.Worst.Select(worst => worst.Row), read.Worst.Select(worst => worst.Row));
        Assert.Equal(findings.Worst[0].Pixels, read.Worst[0].Pixels);
        Assert.InRange(new FileInfo(folder.File("a0/findings.json")).Length, 1, 4000);
        Assert.Equal(["findings.json"], Directory.GetFiles(folder.File("a0")).Select(Path.GetFileName));
    }

    [Fact]
    public void Of_equals_the_first_are_kept_and_what_is_no_number_counts_as_worst()
    {
        var largest = new Largest<string>(3);
        foreach (var (key, item) in new[] { (1.0, "a"), (3, "b"), (1, "c"), (double.NaN, "d"), (3, "e"), (2, "f") })
        {
            largest.Add(key, () => item);
        }

        Assert.Equal(["d", "b", "e"], largest.ToList());
    }

    private static Dataset Images(ImageShape image, IReadOnlyList<string> classes)
    {
        var random = new Random(31);
        var inputs = new float[Count * image.Count];
        foreach (ref var input in inputs.AsSpan())
        {
            input = random.NextSingle();
        }

        var labels = Enumerable.Range(0, Count).Select(_ => random.Next(classes.Count)).ToArray();
        return Dataset.ForClasses(inputs, image.Count, labels, classes.Count, classes, image);
    }

    private (TestFindings? Findings, Evaluation Evaluation) Examine(TrainedModel trained, Dataset rows)
    {
        var w = _device.Allocate(trained.Weights.Length);
        _device.Upload(trained.Weights.Span, w);
        var review = new TestSet(rows).ReviewOn(_device, trained.Model, trained.Meaning, trained.Statistics);
        return (review.Examine(w), review.Evaluate(w));
    }
}
