using System.Globalization;
using Microsoft.Extensions.Logging;
using Murmuration.Agent.Checkpoints;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Models;
using Murmuration.Agent.Reports.Findings;
using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Training;

/// <summary>One agent from its first meeting with the neighbours to its final weights.</summary>
internal sealed class AgentRun(
    AgentSetup setup,
    ModelPlan plan,
    IRoundExchange exchange,
    Resumption resumption,
    CheckpointPlan? checkpoints,
    RunControl control,
    IMetricsSink sink,
    TimeProvider time,
    ILogger logger)
{
    private Learner? _learner;
    private RoundReporter? _reporter;
    private RunLoop? _loop;

    private int Done => _loop?.Done ?? resumption.Rounds;

    /// <summary>Census, rounds, farewell, checkpoint, weights. Weights are written whatever ends the rounds.</summary>
    /// <exception cref="ExchangeException">The transport failed.</exception>
    /// <exception cref="DivergedException">The cost is no longer finite.</exception>
    /// <exception cref="CheckpointException">The last state could not be kept.</exception>
    public async Task<AgentSummary> RunAsync()
    {
        await using var hurry = control.Ending.Register(() => exchange.Hurry(RunLoop.EndGrace));
        try
        {
            await RunRoundsAsync();
        }
        catch (OperationCanceledException) when (control.Ending.IsCancellationRequested)
        {
            AgentLog.StoppedWaiting(logger, setup.Id, Done);
        }
        catch (DivergedException)
        {
            // Its state is of no use to anybody; an older checkpoint may be.
            await exchange.LeaveAsync(isForGood: false, CancellationToken.None);
            End(hasDiverged: true);
            throw;
        }
        catch (ExchangeException)
        {
            if (_learner is not null)
            {
                checkpoints?.TrySave(Done, _learner, exchange.Incarnation);
            }

            End();
            throw;
        }

        return await LeaveAsync();
    }

    private async Task RunRoundsAsync()
    {
        control.Exchange = exchange;
        _learner = await new LearnerStart(setup, plan, exchange, resumption, time, logger).RunAsync(control.Ending);
        _reporter = new(setup, _learner, exchange, sink, time);
        _loop = new(setup, _learner, exchange, _reporter, checkpoints, control, time, logger);
        await _loop.RunAsync();
    }

    /// <summary>What came after the farewell would not be in the checkpoint, so the exchange closes first.</summary>
    private async Task<AgentSummary> LeaveAsync()
    {
        await exchange.LeaveAsync(control.IsForGood, CancellationToken.None);
        await exchange.DisposeAsync();
        CheckpointException? failure = null;
        try
        {
            KeepState();
        }
        catch (CheckpointException e)
        {
            failure = e;
        }

        var summary = End();
        control.NoteEnded(Done);
        return failure is null ? summary : throw failure;
    }

    private void KeepState()
    {
        if (control.IsForGood)
        {
            checkpoints?.Remove();
        }
        else if (_learner is not null)
        {
            checkpoints?.SaveExact(Done, _learner, exchange);
        }
        else if (resumption.IsExact)
        {
            checkpoints?.KeepExact(resumption.From!, exchange);
        }
    }

    private AgentSummary End(bool hasDiverged = false)
    {
        var (path, sha) = _learner is null || setup.Output is null ? default : WriteWeights(_learner);
        if (path is not null && !hasDiverged)
        {
            WriteFindings(Path.GetDirectoryName(path)!, _learner!);
        }

        var summary = new AgentSummary(
            setup.Id, Done, Done < setup.Run.Rounds, path, sha, _reporter?.BestAccuracy, _reporter?.BestCost);
        sink.OnEnd(summary);
        AgentLog.Ended(logger, setup.Id, Done, path ?? "-");
        return summary;
    }

    private (string Path, string Sha256) WriteWeights(Learner learner)
    {
        var origin = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["run"] = setup.Run.Name,
            ["seed"] = setup.Run.Seed.ToString(CultureInfo.InvariantCulture),
            ["rounds"] = Done.ToString(CultureInfo.InvariantCulture),
            ["topology"] = setup.Schedule.Fingerprint,
        };
        var path = Path.GetFullPath(Path.Combine(setup.Output!, setup.Id, "weights.safetensors"));
        var weights = setup.Device.Stage(learner.Algorithm.Weights);
        var trained = new TrainedModel(plan.Model, weights, learner.Statistics, plan.Meaning, origin);
        return (path, FinalWeights.Write(path, trained));
    }

    /// <summary>The weights matter; what they make of the test set can be asked of them at any time.</summary>
    private void WriteFindings(string folder, Learner learner)
    {
        try
        {
            if (learner.Review?.Examine(learner.Algorithm.Weights) is { } findings)
            {
                FindingsFile.Write(folder, findings);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            AgentLog.NoFindings(logger, setup.Id, e.Message);
        }
    }
}
