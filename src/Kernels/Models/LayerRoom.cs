using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Models;

/// <summary>What a workspace holds for one layer besides its outputs.</summary>
public sealed class LayerRoom
{
    private readonly ILayer _layer;
    private readonly GrowingBuffer _kept;
    private readonly ModelScratch _scratch;

    internal LayerRoom(IDevice device, ILayer layer, ModelScratch scratch)
    {
        (_layer, _scratch) = (layer, scratch);
        _kept = new GrowingBuffer(device);
        Inner = [.. layer.Inner.Select(model => new ModelWorkspace(device, model, scratch))];
    }

    /// <summary>Workspaces of the models within the layer.</summary>
    internal IReadOnlyList<ModelWorkspace> Inner { get; }

    /// <summary>The key of the noise of this round; null where nothing is drawn (evaluation).</summary>
    internal ulong? NoiseKey => _scratch.NoiseKey;

    /// <summary>
    /// Numbers kept from the forward evaluation, samples × <see cref="ILayer.KeptCount"/>; undefined before.
    /// </summary>
    internal DeviceMatrix Kept(int samples) => _kept.Matrix(samples, _layer.KeptCount);

    /// <summary>
    /// Room for an intermediate result, undefined at first; any layer may take the same slot and overwrite it.
    /// </summary>
    internal DeviceMatrix Temporary(int slot, int rowCount, int columnCount) =>
        _scratch.Temporary(slot, rowCount, columnCount);
}
