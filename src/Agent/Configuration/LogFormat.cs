namespace Murmuration.Agent.Configuration;

/// <summary>How a log line is written.</summary>
internal enum LogFormat
{
    /// <summary>One line for people.</summary>
    Text,

    /// <summary>One JSON object per line, with every value under its name.</summary>
    Json,
}
