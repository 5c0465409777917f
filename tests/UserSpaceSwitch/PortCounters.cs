namespace Murmuration.UserSpaceSwitch;

/// <summary>What became of the frames at a port.</summary>
internal sealed record PortCounters
{
    /// <summary>Frames that its namespace sent.</summary>
    public long Received { get; set; }

    /// <summary>Bytes that its namespace sent.</summary>
    public long ReceivedBytes { get; set; }

    /// <summary>Frames that its namespace was given.</summary>
    public long Delivered { get; set; }

    /// <summary>Bytes that its namespace was given.</summary>
    public long DeliveredBytes { get; set; }

    /// <summary>Frames to its namespace that chance lost.</summary>
    public long Lost { get; set; }

    /// <summary>Frames, from or to its namespace, that found a queue full or the interface down.</summary>
    public long Dropped { get; set; }

    /// <summary>Frames to its namespace that met a cut.</summary>
    public long Cut { get; set; }
}
