using System.CommandLine;
using Microsoft.Extensions.Logging;
using Murmuration.Agent.Configuration;

namespace Murmuration.Agent.Commands;

/// <summary>The options about the log.</summary>
internal sealed class LogOptionSet
{
    private const string Levels = "trace|debug|information|warning|error|none";

    public Option<LogFormat> Format { get; } = new("--log")
    {
        Description = "How log lines on standard error are written: text for people, json for programs.",
        HelpName = "text|json",
    };

    public Option<LogLevel?> Level { get; } = new("--log-level")
    {
        Description = "The least severe log lines that are written. By default a daemon tells what it does "
            + "(information), unless its standard output is a terminal, and a simulation only warns.",
        HelpName = Levels,
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(Format);
        command.Options.Add(Level);
    }

    /// <summary>What was asked for.</summary>
    public LogOptions Read(ParseResult parsed) => new(parsed.GetValue(Format), parsed.GetValue(Level));
}
