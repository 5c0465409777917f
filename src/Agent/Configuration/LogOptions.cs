using Microsoft.Extensions.Logging;

namespace Murmuration.Agent.Configuration;

/// <summary>What is logged, and how.</summary>
/// <param name="Format">How a line is written.</param>
/// <param name="Level">The least severe lines that are written; null leaves it to the command.</param>
internal sealed record LogOptions(LogFormat Format, LogLevel? Level);
