namespace Murmuration.Agent.Data.Rows;

/// <summary>Inputs in a file, which stays as it is: what is read of it is scaled.</summary>
internal sealed class FileInputs : InputStore
{
    private readonly FileRows _file;
    private readonly int[]? _chosen;
    private readonly List<IRowScaling> _scalings;

    /// <summary>All rows of a file.</summary>
    public FileInputs(FileRows file)
        : this(file, chosen: null, file.Count, [])
    {
    }

    private FileInputs(FileRows file, int[]? chosen, int count, List<IRowScaling> scalings)
        : base(file.Width, count) =>
        (_file, _chosen, _scalings) = (file, chosen, scalings);

    public override bool IsStreamed => true;

    public override ReadOnlySpan<float> InMemory => throw new DataException(
        $"{Count} rows of {Width} inputs exceed data.memory and stay on the disk, but are needed all at once: raise "
        + "data.memory, or take fewer rows (data.limit, data.testLimit)");

    /// <summary>All rows as the file holds them, or null where only some are chosen or they are scaled.</summary>
    public FileRows? Unchanged => _chosen is null && _scalings.Count == 0 ? _file : null;

    public override void Scale(IRowScaling scaling) => _scalings.Add(scaling);

    public override InputStore Select(ReadOnlySpan<int> rows)
    {
        var chosen = rows.ToArray();
        foreach (ref var row in chosen.AsSpan())
        {
            row = _chosen is null ? row : _chosen[row];
        }

        return new FileInputs(_file, chosen, chosen.Length, [.. _scalings]);
    }

    public override void Copy(ReadOnlySpan<int> rows, Span<float> result)
    {
        if (_chosen is null)
        {
            _file.Read(rows, result);
        }
        else
        {
            for (var i = 0; i < rows.Length; i++)
            {
                _file.Read(_chosen[rows[i]], result.Slice(i * Width, Width));
            }
        }

        ScaleAll(result);
    }

    public override ReadOnlySpan<float> Read(int first, int count, Span<float> buffer)
    {
        var result = buffer[..(count * Width)];
        if (_chosen is null)
        {
            _file.Read(first, result);
        }
        else
        {
            _file.Read(_chosen.AsSpan(first, count), result);
        }

        ScaleAll(result);
        return result;
    }

    private void ScaleAll(Span<float> rows)
    {
        foreach (var scaling in _scalings)
        {
            scaling.Apply(rows);
        }
    }
}
