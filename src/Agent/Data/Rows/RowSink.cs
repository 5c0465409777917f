using System.Runtime.InteropServices;

namespace Murmuration.Agent.Data.Rows;

/// <summary>
/// Collects rows one by one: in memory as long as there is room, in a file from then on. What a file promises costs
/// nothing; only rows that have come take room.
/// </summary>
internal sealed class RowSink : IDisposable
{
    /// <summary>Most numbers in a row; a format that is told of more in a header refuses it.</summary>
    public const int WidestRow = 1 << 24;

    private const int FirstLength = 1 << 14;
    private const int MostRows = 2_000_000_000;

    private readonly RowRoom _room;
    private readonly string _source;
    private float[] _memory = [];
    private FileStream? _file;
    private long _fileStart;
    private bool _isTaken;

    /// <summary>A sink without rows.</summary>
    /// <param name="width">Numbers in a row.</param>
    /// <param name="source">Where the rows come from, for errors.</param>
    /// <param name="room">Where they go.</param>
    public RowSink(int width, string source, RowRoom room)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        (Width, _source, _room) = (width, source, room);
    }

    /// <summary>Numbers in a row.</summary>
    public int Width { get; }

    /// <summary>Rows so far.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a row.</summary>
    /// <exception cref="DataException">The disk is full, or the rows are more than can be counted.</exception>
    public void Add(ReadOnlySpan<float> row)
    {
        if (_file is null && !TryKeep(row))
        {
            MoveToFile();
        }

        if (_file is not null)
        {
            Write(row);
        }

        Count = Count < MostRows ? Count + 1 : throw new DataException($"{_source}: has more than {MostRows:N0} rows");
        _room.Meter.AddRow();
    }

    /// <summary>The rows, which belong to the caller from now on.</summary>
    public StoredRows ToRows()
    {
        _isTaken = true;
        if (_file is not null)
        {
            Flush();
            return new StoredRows(null, new FileRows(_file, _source, _fileStart, Width, Count));
        }

        Array.Resize(ref _memory, Count * Width);
        return new StoredRows(_memory, null);
    }

    /// <summary>Removes the file of rows that nobody has taken.</summary>
    public void Dispose()
    {
        if (!_isTaken && _file is not null)
        {
            _room.Discard(_file);
        }
    }

    private bool TryKeep(ReadOnlySpan<float> row)
    {
        var used = (long)Count * Width;
        var needed = used + Width;
        var most = Math.Min(Array.MaxLength, used + (_room.Left / sizeof(float)));
        if (needed > most)
        {
            return false;
        }

        if (needed > _memory.Length)
        {
            var length = Math.Min(most, Math.Max(needed, Math.Max(FirstLength, 2L * _memory.Length)));
            Array.Resize(ref _memory, (int)length);
        }

        row.CopyTo(_memory.AsSpan((int)used, Width));
        _room.Take((long)Width * sizeof(float));
        return true;
    }

    private void MoveToFile()
    {
        _file = _room.CreateFile();
        _fileStart = _file.Position;
        Write(_memory.AsSpan(0, Count * Width));
        _room.Take(-(long)Count * Width * sizeof(float));
        _memory = [];
    }

    private void Write(ReadOnlySpan<float> rows)
    {
        try
        {
            var bytes = MemoryMarshal.AsBytes(rows);
            _file!.Write(bytes);
            _room.Meter.DiskBytes += bytes.Length;
        }
        catch (IOException error)
        {
            throw ScratchFile.Fault(_room.Folder, error);
        }
    }

    private void Flush()
    {
        try
        {
            _file!.Flush();
        }
        catch (IOException error)
        {
            throw ScratchFile.Fault(_room.Folder, error);
        }
    }
}
