using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Objectives;

/// <summary>Labelled data on a device, one sample a row.</summary>
public sealed record Samples
{
    /// <summary>Pairs inputs with targets.</summary>
    /// <param name="inputs">Samples × features.</param>
    /// <param name="targets">Samples × outputs: values, 0 or 1 per decision, or one-hot rows, as the loss asks.</param>
    public Samples(DeviceMatrix inputs, DeviceMatrix targets)
    {
        Shapes.RequireLength(inputs.RowCount, targets.RowCount);
        Inputs = inputs;
        Targets = targets;
    }

    /// <summary>Samples × features.</summary>
    public DeviceMatrix Inputs { get; }

    /// <summary>Samples × outputs.</summary>
    public DeviceMatrix Targets { get; }

    /// <summary>Number of samples.</summary>
    public int Count => Inputs.RowCount;
}
