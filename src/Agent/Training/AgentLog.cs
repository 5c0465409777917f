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

    [LoggerMessage(3006, LogLevel.Information, "{Agent}: goes on after round {Rounds} from {Path}; {How}")]
    public static partial void Resumed(ILogger logger, string agent, int rounds, string path, string how);

    [LoggerMessage(3007, LogLevel.Warning, "{Agent}: passed over a checkpoint: {Reason}")]
    public static partial void CheckpointSkipped(ILogger logger, string agent, string reason);

    [LoggerMessage(3008, LogLevel.Information, "{Agent}: the earlier run has done its {Rounds} rounds; begins anew")]
    public static partial void AlreadyDone(ILogger logger, string agent, int rounds);

    [LoggerMessage(3009, LogLevel.Error, "{Agent}: no checkpoint: {Reason}")]
    public static partial void CheckpointFailed(ILogger logger, string agent, string reason);

    [LoggerMessage(3010, LogLevel.Warning, "{Agent}: jumps from round {From} to {To}, where the network is")]
    public static partial void Jumped(ILogger logger, string agent, int from, int to);

    [LoggerMessage(
        3011,
        LogLevel.Information,
        "{Agent}: round {Round} begins a tracking epoch of {Agents} agents with {Rows} rows")]
    public static partial void EpochBegan(ILogger logger, string agent, int round, int agents, long rows);

    [LoggerMessage(3012, LogLevel.Information, "{Agent}: joins in round {Round} with a neighbour's weights")]
    public static partial void Joined(ILogger logger, string agent, int round);

    [LoggerMessage(
        3013, LogLevel.Warning, "{Agent}: joins in round {Round} with first weights, for no neighbour sent its own")]
    public static partial void JoinedAlone(ILogger logger, string agent, int round);

    [LoggerMessage(3014, LogLevel.Information, "{Agent}: the goal is reached after {Rounds} rounds; asks all to stop")]
    public static partial void GoalReached(ILogger logger, string agent, int rounds);

    [LoggerMessage(3015, LogLevel.Warning, "{Agent}: runs without a control socket: {Reason}")]
    public static partial void NoControl(ILogger logger, string agent, string reason);

    [LoggerMessage(3016, LogLevel.Information, "{Agent}: asked to {Request} over the control socket")]
    public static partial void Asked(ILogger logger, string agent, string request);

    [LoggerMessage(3017, LogLevel.Information, "{Agent}: the report is in {Path}")]
    public static partial void Reported(ILogger logger, string agent, string path);

    [LoggerMessage(3018, LogLevel.Warning, "{Agent}: {Reason}")]
    public static partial void NoReport(ILogger logger, string agent, string reason);

    [LoggerMessage(3019, LogLevel.Warning, "{Agent}: no findings about the test set: {Reason}")]
    public static partial void NoFindings(ILogger logger, string agent, string reason);

    [LoggerMessage(3021, LogLevel.Warning, "{Agent}: {Reason}")]
    public static partial void NoMetrics(ILogger logger, string agent, string reason);

    [LoggerMessage(3020, LogLevel.Information, "{Agent}: computes on {Device}: {Reason}")]
    public static partial void Computes(ILogger logger, string agent, string device, string reason);

    [LoggerMessage(3040, LogLevel.Warning, "{Agent}: {Warning}")]
    public static partial void Unwise(ILogger logger, string agent, string warning);

    [LoggerMessage(3004, LogLevel.Information, "{Agent}: {Rows} own rows, model {Model}, {Weights} weights")]
    public static partial void Started(ILogger logger, string agent, int rows, string model, int weights);
}
