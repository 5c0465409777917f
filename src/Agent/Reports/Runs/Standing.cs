namespace Murmuration.Agent.Reports.Runs;

/// <summary>How an agent fares.</summary>
internal enum Standing
{
    /// <summary>It takes part.</summary>
    Present,

    /// <summary>It has done all its rounds, or stopped with all others.</summary>
    Done,

    /// <summary>It takes part, but far behind the others.</summary>
    Behind,

    /// <summary>It has said that it would be away, and may come back.</summary>
    Away,

    /// <summary>It has been silent for longer than it should.</summary>
    Silent,

    /// <summary>It has vanished without a word.</summary>
    Lost,

    /// <summary>It has left for good, or been declared dead.</summary>
    Departed,

    /// <summary>Nothing has been heard of it yet.</summary>
    Unknown,
}
