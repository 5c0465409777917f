using System.Runtime.InteropServices;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Agent.Models;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Models;
using Murmuration.Kernels.Models.Text;
using Murmuration.Kernels.Objectives;

namespace Murmuration.Agent.Tests.Models;

/// <summary>Models with weights by chance, rows for them, and what this program makes of those.</summary>
internal static class TrainedModels
{
    public static readonly IReadOnlyDictionary<string, string> Origin =
        new Dictionary<string, string> { ["run"] = "tiny", ["seed"] = "3", ["rounds"] = "9", ["topology"] = "abc" };

    /// <summary>A classifier of images.</summary>
    public static TrainedModel Classifier(
        ImageShape image, IReadOnlyList<string> layers, DataScale scale, LossKind loss = LossKind.SoftmaxCrossEntropy)
    {
        var classes = loss == LossKind.Logistic ? 2 : 3;
        var outputs = loss == LossKind.Logistic ? 1 : classes;
        var rows = Rows(image.Count, 40);
        var labels = Enumerable.Range(0, 40).Select(row => row % classes).ToArray();
        var meaning = new ModelMeaning
        {
            Image = image,
            Scale = scale,
            Loss = loss,
            ClassNames = [.. new[] { "a, b", "ü \"quoted\"", "c" }.Take(classes)],
        };
        return Create(
            LayerLanguage.Build(image, image.Count, outputs, layers),
            FeatureStatistics.Of(Dataset.ForClasses(rows, image.Count, labels, classes)),
            meaning);
    }

    /// <summary>A regression from table rows, two targets; the first column of inputs lies far from zero.</summary>
    public static TrainedModel Regression(DataScale scale = DataScale.Standardize, bool standardizesTargets = true)
    {
        var (rows, targets) = (Rows(5, 40), Rows(2, 40, seed: 8));
        var meaning = new ModelMeaning
        {
            Scale = scale,
            Loss = LossKind.Squared,
            StandardizesTargets = standardizesTargets,
        };
        return Create(
            Model.MultilayerPerceptron([5, 7, 6, 2], Activation.Tanh),
            FeatureStatistics.Of(Dataset.ForRegression(rows, 5, targets, 2)),
            meaning);
    }

    /// <summary>
    /// Rows as in a file: the columns have different means and deviations, the first lies far from zero, and the last
    /// is constant.
    /// </summary>
    public static float[] Rows(int columns, int count, int seed = 5)
    {
        var random = new Random(seed);
        var rows = new float[count * columns];
        for (var k = 0; k < rows.Length; k++)
        {
            var column = k % columns;
            var (mean, deviation) = (column == 0 ? 20_000 : column % 7, column == columns - 1 ? 0 : 1 + (column % 3));
            rows[k] = (float)(mean + (deviation * (random.NextDouble() - 0.5)));
        }

        return rows;
    }

    /// <summary>What this program says of rows: labels, and per row a number for every class or target.</summary>
    public static (int[] Labels, double[] Values) Predict(TrainedModel trained, float[] rows)
    {
        using var device = new HostDevice();
        var standardizer = trained.Meaning.CreateStandardizer(trained.Statistics);
        var scaled = Array.ConvertAll(rows, value => trained.Meaning.Scale == DataScale.Unit ? value / 255 : value);
        standardizer.Apply(scaled);
        var (inputs, w) = (device.Allocate(rows.Length), device.Allocate(trained.Weights.Length));
        device.Upload(scaled, inputs);
        device.Upload(trained.Weights.Span, w);
        var reader = new OutputReader(trained.Meaning, standardizer);
        var (labels, values) = (new List<int>(), new List<double>());
        var count = rows.Length / trained.Model.InputCount;
        new Examiner(device, trained.Model, trained.Meaning.CreateLoss()).Predict(
            w,
            inputs.AsMatrix(count, trained.Model.InputCount),
            (_, outputs, _) =>
            {
                var numbers = new double[trained.ValueCount];
                reader.Read(outputs, numbers);
                labels.Add(reader.Label(outputs));
                values.AddRange(numbers);
            });
        return ([.. labels], [.. values]);
    }

    /// <summary>Writes rows as little-endian float32.</summary>
    public static void WriteBytes(string path, float[] rows) =>
        File.WriteAllBytes(path, MemoryMarshal.AsBytes(rows.AsSpan()).ToArray());

    private static TrainedModel Create(Model model, FeatureStatistics statistics, ModelMeaning meaning)
    {
        var random = new Random(4);
        var weights = new float[model.WeightCount];
        model.Initialize(random, weights);

        // Biases and norms begin at 0 and 1, where mistakes would not show.
        var moved = Array.ConvertAll(weights, weight => (float)(weight + (0.2 * (random.NextDouble() - 0.5))));
        return new TrainedModel(model, moved, statistics, meaning, Origin);
    }
}
