using Murmuration.Agent.Algorithms;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Models;
using Murmuration.Kernels.Objectives;
using Murmuration.Kernels.Regularizers;

namespace Murmuration.Agent.Tests.Algorithms;

/// <summary>A small problem of one agent with several threads.</summary>
internal sealed class SharedProblem : IDisposable
{
    private const int Rows = 24;
    private const int Minibatch = 6;

    public SharedProblem(int threads, int[] widths, bool isFlat = false)
    {
        Device = new HostDevice(threads);
        Model = Model.MultilayerPerceptron(widths, Activation.Tanh);
        var random = new Random(3);
        var inputs = Enumerable.Range(0, Rows * widths[0]).Select(_ => isFlat ? 0 : random.NextSingle() - 0.5f);
        var targets = Enumerable.Range(0, Rows * widths[^1]).Select(_ => isFlat ? 0 : random.NextSingle() - 0.5f);
        var samples = new Samples(Matrix([.. inputs], widths[0]), Matrix([.. targets], widths[^1]));
        // Slopes of a flat problem are too small to change any weight.
        var scale = isFlat ? 1e-30 : 1.0 / Rows;
        var objective = new LocalObjective(
            Device, Model, SquaredLoss.Instance, samples, scale, new MinibatchSampler(Rows, Minibatch, 5));
        Problem = new LocalProblem(Device, objective, new Regularizer(0, isFlat ? 0 : 0.01), AgentCount: 1);
        Weights = Device.Allocate(Model.WeightCount);
        Model.Initialize(new Random(4), Span(Weights));
    }

    public HostDevice Device { get; }

    public Model Model { get; }

    public LocalProblem Problem { get; }

    public DeviceVector Weights { get; }

    public float[] Values => Device.Stage(Weights).ToArray();

    /// <summary>u ← m u + h + c, w ← w − η u by plain loops.</summary>
    public float[] MomentumDescent(int first, int count, float eta, float momentum, float correction)
    {
        var objective = Problem.Objective;
        var (w, h) = (Device.Allocate(Model.WeightCount), Device.Allocate(Model.WeightCount));
        Device.Copy(Weights, w);
        var u = new float[w.Length];
        for (var step = first; step < first + count; step++)
        {
            objective.SelectBatch(step);
            Problem.SocialGradient(w, h);
            var values = Span(w);
            var slopes = Span(h);
            for (var q = 0; q < u.Length; q++)
            {
                u[q] = (momentum * u[q]) + slopes[q] + correction;
                values[q] -= eta * u[q];
            }
        }

        return Device.Stage(w).ToArray();
    }

    public DeviceVector Constant(float value)
    {
        var vector = Device.Allocate(Model.WeightCount);
        Device.Fill(value, vector);
        return vector;
    }

    public void Dispose() => Device.Dispose();

    private Span<float> Span(DeviceVector vector) =>
        System.Runtime.InteropServices.MemoryMarshal.AsMemory(Device.Stage(vector)).Span;

    private DeviceMatrix Matrix(float[] values, int columns)
    {
        var vector = Device.Allocate(values.Length);
        Device.Upload(values, vector);
        return vector.AsMatrix(values.Length / columns, columns);
    }
}
