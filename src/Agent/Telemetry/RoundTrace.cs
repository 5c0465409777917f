using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Murmuration.Agent.Telemetry;

/// <summary>
/// Spans of a round and of its phases. While nobody listens a span is null, and beginning one costs a comparison.
/// </summary>
/// <remarks>A round is one trace, the same at all agents: its id is made from the run and the round, so that a
/// collector puts everybody's spans of a round side by side although no id travels with the messages.</remarks>
internal static class RoundTrace
{
    /// <summary>What listeners ask for.</summary>
    public const string SourceName = "Murmuration";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Id of the trace that the next root span of this thread begins.</summary>
    [ThreadStatic]
    private static ActivityTraceId? _next;

    /// <summary>Whether anybody listens.</summary>
    public static bool IsOn => Source.HasListeners();

    /// <summary>Lets rounds choose the ids of their traces; to be called once, before the first round.</summary>
    public static void ShareTraceIds() =>
        Activity.TraceIdGenerator = static () => _next ?? ActivityTraceId.CreateRandom();

    /// <summary>A whole round of an agent, the root of its trace.</summary>
    /// <param name="run">What makes the run one: the same text at all agents.</param>
    /// <param name="agent">Id of the agent.</param>
    /// <param name="round">The round, 0-based.</param>
    public static Activity? Round(string run, string agent, int round)
    {
        if (!IsOn)
        {
            return null;
        }

        _next = TraceIdOf(run, round);
        try
        {
            var span = Source.StartActivity("round");
            return span?.SetTag("murmuration.agent", agent).SetTag("murmuration.round", round);
        }
        finally
        {
            _next = null;
        }
    }

    /// <summary>The local problem: a surrogate's minimizer, or gradient steps.</summary>
    public static Activity? Solve() => Phase("solve");

    /// <summary>Messages or letters to the neighbours and from them, waiting included.</summary>
    public static Activity? Exchange() => Phase("exchange");

    /// <summary>The consensus step.</summary>
    public static Activity? Mix() => Phase("mix");

    /// <summary>The new gradient, and the tracker that takes it in.</summary>
    public static Activity? Track() => Phase("track");

    /// <summary>The first 16 bytes of SHA-256 of run and round.</summary>
    public static ActivityTraceId TraceIdOf(string run, int round)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{run}\n{round}"), digest);
        return ActivityTraceId.CreateFromBytes(digest[..16]);
    }

    /// <summary>What is computed outside of rounds is no phase of one.</summary>
    private static Activity? Phase(string name) =>
        IsOn && Activity.Current is not null ? Source.StartActivity(name) : null;
}
