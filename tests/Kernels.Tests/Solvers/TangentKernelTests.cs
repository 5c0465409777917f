using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Models;
using Murmuration.Kernels.Models.Text;
using Murmuration.Kernels.Solvers;
using Murmuration.Kernels.Tests.Support;

namespace Murmuration.Kernels.Tests.Solvers;

/// <summary>The kernel without a Jacobian beside products of Jacobians that are formed.</summary>
public class TangentKernelTests
{
    private const ulong NoiseKey = 5;

    public static TheoryData<ILoss, int> LossesAndThreads => new()
    {
        { SquaredLoss.Instance, 1 },
        { SquaredLoss.Instance, 2 },
        { SoftmaxCrossEntropyLoss.Instance, 1 },
        { SoftmaxCrossEntropyLoss.Instance, 2 },
        { LogisticLoss.Instance, 1 },
        { LogisticLoss.Instance, 2 },
    };

    /// <summary>J by central differences in float64; D = c·I leaves J·Jᵀ.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_kernel_is_the_product_of_a_Jacobian_by_finite_differences(int threads)
    {
        const int Samples = 6;
        int[] widths = [5, 7, 4, 3];
        var random = new Random(1);
        using var device = new HostDevice(threads);
        var model = Model.MultilayerPerceptron(widths, Activation.Tanh);
        var inputs = Numbers.Normal(random, Samples * widths[0]);
        var weights = Numbers.Normal(random, model.WeightCount, 0.6);
        var rows = new NaiveModel(widths, Activation.Tanh)
            .Jacobian(weights.ToDouble(), Numbers.Rows(inputs, widths[0]));
        var problem = new Evaluated(device, model, weights, inputs, Samples, SquaredLoss.Instance);
        Dense.AssertClose(LowerProducts(ByOutput(rows, 3), 2), problem.Kernel(0, model.WeightCount), 2e-6);
    }

    /// <summary>Random models with every activation, dropout and pools, random blocks of weights.</summary>
    [Theory]
    [MemberData(nameof(LossesAndThreads))]
    public void The_kernel_of_any_block_is_the_product_of_the_formed_Jacobian(ILoss loss, int threads)
    {
        using var device = new HostDevice(threads);
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var (model, samples) = (RandomModel(random), random.Next(1, 8));
            var offset = seed % 3 == 0 ? 0 : random.Next(model.WeightCount);
            var length = seed % 3 == 0 ? model.WeightCount : random.Next(1, model.WeightCount - offset + 1);
            var weights = Numbers.Normal(random, model.WeightCount, 0.6);
            var inputs = Numbers.Normal(random, samples * model.InputCount);
            var problem = new Evaluated(device, model, weights, inputs, samples, loss);
            Dense.AssertClose(
                LowerProducts(ByOutput(problem.CurvedRows(offset, length), model.OutputCount), 1),
                problem.Kernel(offset, length),
                1e-5);
        }
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_number_of_threads()
    {
        var results = new[] { 1, 2, 3 }.Select(threads =>
        {
            var random = new Random(2);
            using var device = new HostDevice(threads);
            var model = Model.MultilayerPerceptron([40, 50, 30, 6], Activation.Relu);
            var weights = Numbers.Normal(random, model.WeightCount, 0.3);
            var inputs = Numbers.Normal(random, 70 * 40);
            var problem = new Evaluated(device, model, weights, inputs, 70, SoftmaxCrossEntropyLoss.Instance);
            return problem.Kernel(11, model.WeightCount - 20);
        }).ToArray();
        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
    }

    [Fact]
    public void Models_with_weights_outside_dense_layers_have_none()
    {
        var image = new ImageShape(1, 6, 6);
        Assert.NotNull(Cost("maxpool(2)", "dense(4)", "relu", "dropout(0.5)", "dense"));
        Assert.Null(Cost("conv(2,3)", "relu", "dense"));
        Assert.Null(Cost("groupnorm(1)", "dense"));
        Assert.Null(Cost("residual(2,groups=1)", "avgpool", "dense"));
        Assert.Null(TangentKernel.Cost(Model.MultilayerPerceptron([1, 60_000, 10], Activation.Tanh), 4000));

        KernelCost? Cost(params string[] layers) =>
            TangentKernel.Cost(LayerLanguage.Build(image, image.Count, 3, layers), 10);
    }

    private static Model RandomModel(Random random)
    {
        var layers = new List<ILayer>();
        var width = 2 * random.Next(1, 5);
        for (var depth = random.Next(1, 5); depth > 0; depth--)
        {
            if (random.Next(4) == 0 && width % 2 == 0)
            {
                layers.Add(new AveragePoolLayer(new Window(new ImageShape(width / 2, 1, 2), 1, 2, 1, 0)));
                width /= 2;
            }

            var next = random.Next(1, 9);
            layers.Add(new DenseLayer(width, next));
            width = next;
            if (random.Next(5) > 0)
            {
                layers.Add(new ActivationLayer((Activation)random.Next(5), width));
            }

            if (random.Next(4) == 0)
            {
                layers.Add(new DropoutLayer(width, 0.3, depth));
            }
        }

        return new Model(layers);
    }

    /// <summary>From row m·outputs + o to row o·samples + m.</summary>
    private static double[][] ByOutput(double[][] rows, int outputs) =>
        [.. Enumerable.Range(0, outputs).SelectMany(o => rows.Where((_, k) => k % outputs == o))];

    private static double[] LowerProducts(double[][] rows, double factor) =>
        [.. rows.SelectMany((row, i) => rows.Take(i + 1).Select(other => factor * Dense.Dot(row, other)))];

    /// <summary>A model at its weights over some inputs, and a loss at the outputs.</summary>
    private sealed class Evaluated
    {
        private readonly HostDevice _device;
        private readonly Model _model;
        private readonly ModelWorkspace _workspace;
        private readonly DeviceVector _weights;
        private readonly ICurvature _curvature;
        private readonly int _rowCount;

        public Evaluated(HostDevice device, Model model, float[] weights, float[] inputs, int samples, ILoss loss)
        {
            (_device, _model, _workspace) = (device, model, model.CreateWorkspace(device));
            _workspace.NoiseKey = NoiseKey;
            _weights = device.Vector(weights);
            _curvature = loss.CreateCurvature(device);
            _curvature.Refresh(model.Forward(_workspace, _weights, device.Matrix(samples, model.InputCount, inputs)));
            _rowCount = samples * model.OutputCount;
        }

        /// <summary>The lower triangle, row by row.</summary>
        public double[] Kernel(int offset, int length)
        {
            var result = _device.Matrix(_rowCount, _rowCount);
            new TangentKernel(_model, _workspace, _weights).Form(_curvature, offset, length, result);
            var numbers = Numbers.Rows(_device.Read(result.AsVector()), _rowCount);
            return [.. numbers.SelectMany((row, i) => row.Take(i + 1))];
        }

        /// <summary>The rows of Bᵀ·J.</summary>
        public double[][] CurvedRows(int offset, int length)
        {
            var jacobian = _device.Matrix(_rowCount, _model.WeightCount);
            var seeds = _device.Matrix(_workspace.SampleCount, _model.OutputCount);
            _model.Jacobian(_workspace, _weights, seeds, jacobian);
            var rooted = _device.Matrix(_rowCount, length);
            _curvature.MultiplyRoot(jacobian.Columns(offset, length), rooted);
            return Numbers.Rows(_device.Read(rooted.AsVector()), length);
        }
    }
}
