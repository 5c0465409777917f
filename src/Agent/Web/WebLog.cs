using System.Net;
using Microsoft.Extensions.Logging;

namespace Murmuration.Agent.Web;

/// <summary>What the web server logs; event ids 3100–3119.</summary>
internal static partial class WebLog
{
    [LoggerMessage(3100, LogLevel.Information, "the dashboard is at {Address}")]
    public static partial void Serving(ILogger logger, Uri address);

    [LoggerMessage(
        3101,
        LogLevel.Warning,
        "the web server listens on {Address}, beyond this machine: whoever reaches it sees the whole run, for it asks "
        + "for no password and encrypts nothing; listen on 127.0.0.1 and come through ssh -L instead")]
    public static partial void Open(ILogger logger, IPEndPoint address);

    [LoggerMessage(3102, LogLevel.Error, "the dashboard has failed; the training goes on")]
    public static partial void DashboardFailed(ILogger logger, Exception error);
}
