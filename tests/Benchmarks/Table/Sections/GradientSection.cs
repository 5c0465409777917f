using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Models;
using Murmuration.Kernels.Models.Text;
using Murmuration.Kernels.Objectives;

namespace Murmuration.Benchmarks.Table.Sections;

/// <summary>
/// Cost and gradient of the 784-300-10 model with tanh and softmax, a Gauss–Newton product with it, and LeNet, beside
/// PyTorch and beside what the processor could do.
/// </summary>
internal sealed class GradientSection : ISection
{
    private const int Rounds = 9;

    public string Name => "gradient";

    public string Title => "Gradients, samples per second";

    public void Measure(BenchmarkTable table)
    {
        foreach (var threads in (int[])[1, 2])
        {
            using var device = new HostDevice(threads);
            using var torch = Peers.Python("torch_gradient.py", threads, table);
            var peak = ProcessorPeak.Measure(threads);
            foreach (var batch in (int[])[32, 128, 256, 1024])
            {
                Perceptron(table, device, torch, batch, peak);
            }

            foreach (var activation in (string[])["relu", "tanh"])
            {
                Lenet(table, device, torch, activation);
            }
        }
    }

    private static void Perceptron(
        BenchmarkTable table, HostDevice device, PeerProcess? torch, int batch, double peak)
    {
        // Two products with the first layer's weights, three with the last one's.
        var operations = 2.0 * batch * ((2 * 784 * 300) + (3 * 300 * 10));
        var objective = RandomProblems.Classification(device, [784, 300, 10], batch);
        var goal = device.Threads > 1 ? 1.5 : batch == 32 ? 1.3 : 1;
        var name = $"784-300-10, batch {batch}";
        var seconds = Row(table, device, torch, objective, name, $"mlp {batch}", operations, goal);
        if (batch < 256)
        {
            return;
        }

        var what = $"784-300-10, batch {batch}, {Peers.Threads(device.Threads)}";
        table.AddAbsolute(
            $"{what}: share of the peak of {peak / 1e9:0} GFLOP/s",
            "",
            operations / seconds / peak,
            Goal.AtLeast(0.8));
        table.AddAbsolute(
            $"{what}: Gauss–Newton product", "gradients", GaussNewton(device, objective), Goal.AtMost(1.1));
    }

    private static void Lenet(BenchmarkTable table, HostDevice device, PeerProcess? torch, string activation)
    {
        const int Batch = 128;
        const double Operations = 2.0 * Batch * 3 * 416_520;
        var image = new ImageShape(1, 28, 28);
        var layers = ModelPresets.Lenet.Select(layer => layer == "relu" ? activation : layer);
        var model = LayerLanguage.Build(image, image.Count, 10, [.. layers]);
        var objective = RandomProblems.Classification(device, model, Batch);
        var name = $"LeNet ({activation}), batch {Batch}";
        Row(table, device, torch, objective, name, $"lenet {activation} {Batch}", Operations, 1.2);
    }

    /// <summary>Adds a row and says how many seconds a gradient of ours takes.</summary>
    private static double Row(
        BenchmarkTable table,
        HostDevice device,
        PeerProcess? torch,
        LocalObjective objective,
        string what,
        string question,
        double operations,
        double goal)
    {
        var weights = RandomProblems.Weights(device, objective.Model);
        var gradient = device.Allocate(objective.WeightCount);
        void Work() => objective.CostAndGradient(weights, gradient);
        var contenders = new List<Contender> { Timing.Of("ours", device.Threads, Work) };
        if (torch is not null)
        {
            var repeats = (int)Math.Clamp(2e9 / operations, 2, 100);
            contenders.Add(torch.As(torch.Version, $"{question} {repeats}"));
        }

        var seconds = Alternation.Fastest(Rounds, contenders);
        table.Add(
            $"{what}, {Peers.Threads(device.Threads)}",
            "samples/s",
            Goal.AtLeast(goal),
            Timing.Rates(seconds, objective.Batch.Count));
        return seconds[0].Value;
    }

    /// <summary>What a product with the Gauss–Newton matrix costs, in gradients.</summary>
    private static double GaussNewton(HostDevice device, LocalObjective objective)
    {
        var (model, samples) = (objective.Model, objective.Batch.Count);
        var weights = RandomProblems.Weights(device, model);
        var (direction, product) = (RandomProblems.Weights(device, model), device.Allocate(model.WeightCount));
        var (image, curved) = (Outputs(), Outputs());
        var workspace = model.CreateWorkspace(device);
        var curvature = SoftmaxCrossEntropyLoss.Instance.CreateCurvature(device);
        curvature.Refresh(model.Forward(workspace, weights, objective.Batch.Inputs));
        var seconds = Alternation.Fastest(
            Rounds,
            Timing.Of("product", device.Threads, Product),
            Timing.Of("gradient", device.Threads, () => objective.CostAndGradient(weights, product)));
        return seconds[0].Value / seconds[1].Value;

        void Product()
        {
            model.Product(workspace, weights, direction, image);
            curvature.Multiply(image, curved);
            model.TransposedProduct(workspace, weights, curved, product);
        }

        DeviceMatrix Outputs() =>
            device.Allocate(samples * model.OutputCount).AsMatrix(samples, model.OutputCount);
    }
}
