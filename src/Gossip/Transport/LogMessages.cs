using Microsoft.Extensions.Logging;

namespace Murmuration.Gossip.Transport;

/// <summary>All log messages of the gossip project; event ids 2000 to 2099.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(2000, LogLevel.Information, "Agent {Agent} listens on {Address}.")]
    public static partial void Listening(this ILogger logger, string agent, string address);

    [LoggerMessage(2001, LogLevel.Information, "Connected with {Neighbour}.")]
    public static partial void Connected(this ILogger logger, string neighbour);

    [LoggerMessage(2002, LogLevel.Information, "Connected with {Neighbour} again.")]
    public static partial void Reconnected(this ILogger logger, string neighbour);

    [LoggerMessage(2003, LogLevel.Warning, "Lost the connection with {Neighbour}: {Reason}.")]
    public static partial void Lost(this ILogger logger, string neighbour, string reason);

    [LoggerMessage(2004, LogLevel.Information, "Agent {Neighbour} left after round {Round}.")]
    public static partial void NeighbourLeft(this ILogger logger, string neighbour, int round);

    [LoggerMessage(2005, LogLevel.Warning, "Waiting for {Neighbours}.")]
    public static partial void WaitingForNeighbours(this ILogger logger, string neighbours);

    [LoggerMessage(2006, LogLevel.Information, "Round {Round} waits for {Neighbours} since {Seconds:F0} s.")]
    public static partial void WaitingInRound(this ILogger logger, int round, string neighbours, double seconds);

    [LoggerMessage(2007, LogLevel.Warning, "Refused {Address}: {Reason}.")]
    public static partial void Refused(this ILogger logger, string address, string reason);

    [LoggerMessage(2008, LogLevel.Warning, "Cannot accept connections for the moment: {Reason}.")]
    public static partial void AcceptFailed(this ILogger logger, string reason);

    [LoggerMessage(2016, LogLevel.Debug, "Sent {Address} away: {Reason}.")]
    public static partial void NotNeeded(this ILogger logger, string address, string reason);

    [LoggerMessage(2010, LogLevel.Warning, "Round {Round} goes on without {Neighbours} after {Seconds:F1} s.")]
    public static partial void WentOn(this ILogger logger, int round, string neighbours, double seconds);

    [LoggerMessage(2011, LogLevel.Warning, "{Neighbour} remembers more than this agent, which begins a new life.")]
    public static partial void NewLife(this ILogger logger, string neighbour);

    [LoggerMessage(2012, LogLevel.Warning, "Declared {Neighbour} dead: away for {Seconds:F0} s.")]
    public static partial void DeclaredDead(this ILogger logger, string neighbour, double seconds);

    [LoggerMessage(2013, LogLevel.Warning, "Begins without {Agents}, who may come later.")]
    public static partial void BeginsWithout(this ILogger logger, string agents);

    [LoggerMessage(2009, LogLevel.Debug, "Cannot reach {Neighbour} yet: {Reason}.")]
    public static partial void DialFailed(this ILogger logger, string neighbour, string reason);

    [LoggerMessage(2014, LogLevel.Warning, "Refused {Count} more, untold.")]
    public static partial void RefusedUntold(this ILogger logger, long count);

    [LoggerMessage(
        2015,
        LogLevel.Warning,
        "INSECURE: agent {Agent} talks in plain TCP beyond this machine ({Address}). Anyone on the way can read and "
            + "change its messages, and anyone can be its neighbour.")]
    public static partial void Insecure(this ILogger logger, string agent, string address);
}
