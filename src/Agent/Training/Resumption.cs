using Microsoft.Extensions.Logging;
using Murmuration.Agent.Checkpoints;

namespace Murmuration.Agent.Training;

/// <summary>Where an agent begins: at a checkpoint of an earlier start, or anew.</summary>
/// <param name="From">The checkpoint, null for a new run.</param>
/// <param name="IsExact">Nothing has happened since the checkpoint, so that the agent goes on in the same life.</param>
internal sealed record Resumption(Checkpoint? From, bool IsExact)
{
    /// <summary>A new run.</summary>
    public static Resumption None { get; } = new(From: null, IsExact: false);

    /// <summary>Rounds of an earlier run that had come to its end, null where there is none.</summary>
    public int? RoundsOfDone { get; init; }

    /// <summary>Rounds done by earlier starts.</summary>
    public int Rounds => From?.Rounds ?? 0;

    /// <summary>The life that the checkpoint was written in, 0 for a new run.</summary>
    public long Life => From?.Incarnation ?? 0;

    /// <summary>What the exchange kept, null where it begins a new life.</summary>
    public ReadOnlyMemory<byte>? State => IsExact ? From!.Exchange : default(ReadOnlyMemory<byte>?);

    /// <summary>The network's statistics that the model was trained with, or empty.</summary>
    public ReadOnlyMemory<byte> Statistics => From?.Statistics ?? default;

    /// <summary>The newest usable checkpoint of an unfinished run; what is passed over is logged with its
    /// reason.</summary>
    public static Resumption Find(CheckpointStore store, AgentSetup setup, ILogger logger)
    {
        var search = store.LoadNewest();
        foreach (var reason in search.Skipped)
        {
            AgentLog.CheckpointSkipped(logger, setup.Id, reason);
        }

        if (search.Newest is not { } newest)
        {
            return None;
        }

        if (newest.Rounds >= setup.Run.Rounds)
        {
            return None with { RoundsOfDone = newest.Rounds };
        }

        return new(newest, newest.IsExact);
    }

    /// <summary>
    /// Where agents begin that share one process, and so one round: at the same exact state, or in a new life at what
    /// each has, or anew where one of them has nothing.
    /// </summary>
    public static IReadOnlyList<Resumption> Together(IReadOnlyList<Resumption> agents)
    {
        if (agents.Any(agent => agent.From is null))
        {
            return [.. agents.Select(_ => None)];
        }

        var areOne = agents.All(agent => agent.IsExact && agent.Rounds == agents[0].Rounds);
        return areOne ? agents : [.. agents.Select(agent => agent.Inexact())];
    }

    /// <summary>The same checkpoint in a new life.</summary>
    public Resumption Inexact() => this with { IsExact = false };

    /// <summary>
    /// Notes on the disk that the agent goes on from its checkpoint, before anything else happens; where that cannot be
    /// noted, it begins a new life.
    /// </summary>
    public Resumption Begin(CheckpointStore store, string agent, ILogger logger)
    {
        var begun = this;
        if (RoundsOfDone is { } done)
        {
            AgentLog.AlreadyDone(logger, agent, done);
        }

        if (IsExact)
        {
            try
            {
                store.MarkResumed(From!);
            }
            catch (CheckpointException e)
            {
                AgentLog.CheckpointFailed(logger, agent, e.Message);
                begun = Inexact();
            }
        }

        if (From is not null)
        {
            AgentLog.Resumed(logger, agent, Rounds, From.Path, begun.IsExact ? "nothing was lost" : "in a new life");
        }

        return begun;
    }
}
