using System.Globalization;
using Microsoft.Extensions.Logging;
using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Checkpoints;
using Murmuration.Agent.Telemetry;
using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Training;

/// <summary>When an agent writes its state to the disk.</summary>
internal sealed class CheckpointPlan(CheckpointStore store, AgentSetup setup, ILogger logger)
{
    private AgentMeter? _meter;
    private int _last;

    /// <summary>The plan of an agent that keeps its results, null for one that does not.</summary>
    public static CheckpointPlan? For(AgentSetup setup, ModelPlan plan, ILogger logger) =>
        setup.Output is null ? null : new(StoreFor(setup, plan), setup, logger);

    /// <summary>From now on what is written is measured.</summary>
    public void MeasureBy(AgentMeter meter) => _meter = meter;

    /// <summary>Where it begins: at its newest checkpoint, unless it is to begin anew.</summary>
    public Resumption Find() => setup.IsFresh ? Resumption.None : Resumption.Find(store, setup, logger);

    /// <summary>Notes that the agent goes on from there.</summary>
    public Resumption Begin(Resumption resumption)
    {
        _last = resumption.Rounds;
        return resumption.Begin(store, setup.Id, logger);
    }

    /// <summary>Writes a checkpoint when one is due; where that fails, the run goes on.</summary>
    public void SaveWhenDue(int rounds, Learner learner, IRoundExchange exchange)
    {
        var every = setup.Run.Checkpoints.Every;
        if (every > 0 && rounds / every > _last / every)
        {
            _last = rounds;
            TrySave(rounds, learner, exchange.Incarnation);
        }
    }

    /// <summary>Writes the state at a failure, from which a later start goes on in a new life.</summary>
    public void TrySave(int rounds, Learner learner, long incarnation)
    {
        try
        {
            Save(Describe(rounds, learner, incarnation, exchange: default, isExact: false));
        }
        catch (CheckpointException e)
        {
            AgentLog.CheckpointFailed(logger, setup.Id, e.Message);
        }
    }

    /// <summary>Writes the state after leaving in order, from which a later start goes on as if it had never ended.
    /// </summary>
    /// <exception cref="CheckpointException">It could not be written.</exception>
    public void SaveExact(int rounds, Learner learner, IRoundExchange exchange) =>
        Save(Describe(rounds, learner, exchange.Incarnation, exchange.SaveState(), isExact: true));

    /// <summary>Keeps the state of an agent that ends before its network has met again.</summary>
    /// <exception cref="CheckpointException">It could not be written.</exception>
    public void KeepExact(Checkpoint checkpoint, IRoundExchange exchange) =>
        Save(checkpoint with { Exchange = exchange.SaveState(), IsExact = true });

    /// <summary>Removes the checkpoints of an agent that has left for good: its share is out of the sum.</summary>
    /// <exception cref="CheckpointException">They could not be removed.</exception>
    public void Remove() => store.Clear();

    private void Save(Checkpoint checkpoint)
    {
        if (_meter is null)
        {
            store.Save(checkpoint);
        }
        else
        {
            _meter.MeasureCheckpoint(() => store.Save(checkpoint));
        }
    }

    private static CheckpointStore StoreFor(AgentSetup setup, ModelPlan plan)
    {
        var run = setup.Run;
        var identity = new CheckpointIdentity(
            run.Name, run.Seed, setup.Id, setup.Schedule.Fingerprint, plan.StateFingerprint);
        var folder = Path.GetFullPath(Path.Combine(setup.Output!, setup.Id, "checkpoints"));
        return new(folder, run.Checkpoints.Keep, identity);
    }

    private static Checkpoint Describe(
        int rounds, Learner learner, long incarnation, ReadOnlyMemory<byte> exchange, bool isExact)
    {
        var state = new AlgorithmState();
        learner.Algorithm.Save(state);
        var cost = learner.Algorithm.Outcome.Cost.ToString("G9", CultureInfo.InvariantCulture);
        return new()
        {
            Rounds = rounds,
            Incarnation = incarnation,
            IsExact = isExact,
            State = state,
            Statistics = learner.Statistics.ToBytes(),
            Exchange = exchange,
            Notes = new Dictionary<string, string>(StringComparer.Ordinal) { ["cost"] = cost },
        };
    }
}
