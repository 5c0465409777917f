namespace Murmuration.Kernels.Objectives;

/// <summary>
/// An agent's own samples, wherever they are kept, as minibatches take them. Rows come in the order asked for; after
/// the first call of a size a source takes no memory.
/// </summary>
public interface ISampleSource
{
    /// <summary>Number of samples.</summary>
    int Count { get; }

    /// <summary>Features of a sample.</summary>
    int InputCount { get; }

    /// <summary>Numbers in a sample's target: outputs of the model.</summary>
    int TargetCount { get; }

    /// <summary>Writes the samples with the given indices into a batch of as many rows on the device.</summary>
    void Gather(ReadOnlySpan<int> rows, Samples batch);

    /// <summary>The same samples for another thread.</summary>
    ISampleSource Fork();
}
