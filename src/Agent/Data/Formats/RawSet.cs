using Murmuration.Agent.Data.Rows;

namespace Murmuration.Agent.Data.Formats;

/// <summary>Rows and their targets as they are read, before it is known what the targets mean.</summary>
internal sealed class RawSet : IDisposable
{
    private readonly RowSink? _sink;
    private readonly StoredRows _stored;

    /// <summary>Rows that come one by one.</summary>
    /// <param name="sink">Where their inputs go.</param>
    /// <param name="targets">The targets; none where nobody wants to know them.</param>
    public RawSet(RowSink sink, TargetColumn[] targets) => (_sink, Targets) = (sink, targets);

    /// <summary>Rows that are there.</summary>
    public RawSet(StoredRows stored, TargetColumn[] targets) => (_stored, Targets) = (stored, targets);

    /// <summary>The targets; each has one entry per row.</summary>
    public TargetColumn[] Targets { get; }

    /// <summary>Rows that were left out because a value is missing.</summary>
    public int Dropped { get; set; }

    /// <summary>Rows so far.</summary>
    public int Count => _sink?.Count ?? Targets[0].Count;

    /// <summary>Where the rows come from.</summary>
    public string Source => Targets[0].Source;

    /// <summary>Adds the inputs of a row.</summary>
    public void Add(ReadOnlySpan<float> row) => _sink!.Add(row);

    /// <summary>The inputs, which belong to the caller from now on.</summary>
    public InputStore TakeInputs() => _sink is null
        ? InputStore.Of(_stored, _stored.File?.Width ?? 0)
        : InputStore.Of(_sink.ToRows(), _sink.Width);

    public void Dispose() => _sink?.Dispose();
}
