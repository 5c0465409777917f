using Microsoft.Extensions.Logging;

namespace Murmuration.Agent.Training;

/// <summary>What an agent logs about its run; event ids 3000–3099.</summary>
internal static partial class AgentLog
{
    [LoggerMessage(3001, LogLevel.Information, "{Agent}: census taken: {Agents} agents hold {Rows} rows")]
    public static partial void CensusTaken(ILogger logger, string agent, int agents, long rows);

    [LoggerMessage(3002, LogLevel.Information, "{Agent}: stopped while waiting for neighbours after {Rounds} rounds")]
    public static partial void StoppedWaiting(ILogger logger, string agent, int rounds);

    [LoggerMessage(3005, LogLevel.Information, "{Agent}: stopped before its neighbours appeared")]
    public static partial void StoppedAlone(ILogger logger, string agent);

    [LoggerMessage(3003, LogLevel.Information, "{Agent}: ended after {Rounds} rounds; weights in {Path}")]
    public static partial void Ended(ILogger logger, string agent, int rounds, string path);

    [LoggerMessage(3004, LogLevel.Information, "{Agent}: {Rows} own rows, model {Model}, {Weights} weights")]
    public static partial void Started(ILogger logger, string agent, int rows, string model, int weights);
}
