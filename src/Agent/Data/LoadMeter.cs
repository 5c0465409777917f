namespace Murmuration.Agent.Data;

/// <summary>Counts what a load has read and taken, and tells now and then.</summary>
internal sealed class LoadMeter(IProgress<LoadProgress>? progress)
{
    private const int RowsBetweenReports = 1 << 12;
    private const int BytesBetweenReports = 1 << 20;

    private string _source = "";
    private long _bytesRead;
    private long _bytesTotal;
    private long _rows;
    private long _bytesToReport;

    /// <summary>Memory that rows take.</summary>
    public long MemoryBytes { get; set; }

    /// <summary>Disk that rows take.</summary>
    public long DiskBytes { get; set; }

    /// <summary>Another source is read from now on.</summary>
    /// <param name="source">What it is called.</param>
    /// <param name="bytesTotal">Its size; 0 where nobody knows.</param>
    public void Begin(string source, long bytesTotal)
    {
        (_source, _bytesTotal, _bytesRead) = (source, bytesTotal, 0);
        Report();
    }

    /// <summary>So many bytes of a source have been read; they count for the one that was begun last.</summary>
    public void AddBytes(string source, int count)
    {
        _bytesRead += source == _source ? count : 0;
        _bytesToReport += count;
        if (_bytesToReport >= BytesBetweenReports)
        {
            _bytesToReport = 0;
            Report();
        }
    }

    /// <summary>A row has come.</summary>
    public void AddRow()
    {
        if (++_rows % RowsBetweenReports == 0)
        {
            Report();
        }
    }

    private void Report() =>
        progress?.Report(new LoadProgress(_source, _bytesRead, _bytesTotal, _rows, MemoryBytes, DiskBytes));
}
