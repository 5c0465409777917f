using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Models;

/// <summary>What all layers of a workspace share, also those within other layers.</summary>
internal sealed class ModelScratch(IDevice device)
{
    private readonly GrowingBuffer[] _temporaries = [new(device), new(device), new(device)];

    /// <summary>The key of the noise of this round; null where nothing is drawn (evaluation).</summary>
    public ulong? NoiseKey { get; set; }

    /// <summary>Room for an intermediate result of one layer.</summary>
    public DeviceMatrix Temporary(int slot, int rowCount, int columnCount) =>
        _temporaries[slot].Matrix(rowCount, columnCount);
}
