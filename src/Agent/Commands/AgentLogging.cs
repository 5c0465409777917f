using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Murmuration.Agent.Configuration;

namespace Murmuration.Agent.Commands;

/// <summary>Logs go to standard error, one line each: standard output belongs to results.</summary>
internal static class AgentLogging
{
    private const string PeopleTime = "HH:mm:ss.fff ";
    private const string ProgramTime = "yyyy-MM-ddTHH:mm:ss.fffZ";

    /// <summary>Sets the console logger up.</summary>
    /// <param name="logging">The logger.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="usual">The least severe lines where no level was asked for.</param>
    public static void Configure(ILoggingBuilder logging, LogOptions options, LogLevel usual)
    {
        var level = options.Level ?? usual;
        logging.SetMinimumLevel(level);
        if (level < LogLevel.Warning)
        {
            logging.AddFilter("Microsoft", LogLevel.Warning);
        }

        if (options.Format == LogFormat.Json)
        {
            logging.AddJsonConsole(console => (console.UseUtcTimestamp, console.TimestampFormat) = (true, ProgramTime));
        }
        else
        {
            logging.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, PeopleTime));
        }

        logging.Services.Configure<ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
