namespace Murmuration.Gossip.Transport.Polling;

/// <summary>The threads that wait for an agent's sockets: one while messages are short, for long ones as many as have
/// work at once.</summary>
internal sealed class SocketPolls
{
    /// <summary>One thread looks through the sockets of so many neighbours at most.</summary>
    private const int MostLinks = 16;

    private readonly SocketPoll[] _polls;

    private SocketPolls(int count) => _polls = [.. Enumerable.Range(0, count).Select(_ => new SocketPoll())];

    /// <summary>
    /// Null where the runtime waits: for TLS, for so many neighbours that looking through all of them takes longer, for
    /// agents that share a process and its threads, and on other systems.
    /// </summary>
    /// <param name="options">What the agent knows of its neighbourhood.</param>
    /// <param name="links">Its neighbours.</param>
    /// <param name="isShort">Its messages are short.</param>
    public static SocketPolls? For(TcpNeighbourhoodOptions options, int links, bool isShort)
    {
        var count = isShort ? 1 : Math.Clamp(links, 1, Environment.ProcessorCount);
        return options is { Identity: null, Wake: null } && OperatingSystem.IsLinux() && links <= count * MostLinks
            ? new(count)
            : null;
    }

    /// <summary>Whoever has least to wait for.</summary>
    public SocketPoll Next() => _polls.MinBy(static poll => poll.Count)!;

    /// <summary>Ends all threads, of which one may be the caller's.</summary>
    public void Close() => Array.ForEach(_polls, static poll => poll.Close());
}
