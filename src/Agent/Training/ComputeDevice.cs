using Murmuration.Agent.Configuration;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Training;

/// <summary>Which device an agent computes on.</summary>
internal static class ComputeDevice
{
    /// <summary>The faster one for the problem.</summary>
    public const string Auto = "auto";

    /// <summary>Decides what <see cref="Auto"/> means for a run; any other name stands.</summary>
    /// <param name="asked">auto, or the name of a device.</param>
    /// <param name="run">The run.</param>
    /// <param name="plan">Its model and loss.</param>
    /// <param name="rows">The agent's rows.</param>
    /// <param name="threads">Threads of the host device.</param>
    /// <param name="time">Measures.</param>
    public static DeviceDecision Decide(
        string asked, RunOptions run, ModelPlan plan, int rows, int threads, TimeProvider time)
    {
        if (asked != Auto)
        {
            return new(asked, "as asked for");
        }

        if (run.Algorithm.Parallel.Name != ParallelKind.None)
        {
            return new(DeviceCatalog.Host, "threads share the memory of the host");
        }

        var samples = run.Algorithm.Minibatch > 0 ? Math.Min(run.Algorithm.Minibatch, rows) : rows;
        return DeviceChoice.Choose(plan.Model, plan.Loss, samples, threads, time);
    }
}
