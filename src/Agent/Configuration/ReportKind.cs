namespace Murmuration.Agent.Configuration;

/// <summary>What an agent shows on standard output.</summary>
internal enum ReportKind
{
    /// <summary>A live table on a terminal, else lines.</summary>
    Auto,

    /// <summary>Plain lines every few seconds.</summary>
    Lines,

    /// <summary>A JSON object per round and one at the end.</summary>
    Json,

    /// <summary>Nothing.</summary>
    None,
}
