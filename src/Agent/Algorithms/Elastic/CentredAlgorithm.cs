using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms.Elastic;

/// <summary>
/// What the asynchronous algorithms with a centre share: a round is some local steps and a meeting with the centre, its
/// host answers letters beside them, and the model is the newest centre that the agent knows.
/// </summary>
internal abstract class CentredAlgorithm(
    LocalProblem problem, AlgorithmOptions options, AgentPlace place, Centre centre) : IAsynchronousAlgorithm
{
    /// <summary>The model that the newest centre stands for.</summary>
    public DeviceVector Weights { get; } = problem.Device.Allocate(problem.WeightCount);

    public RoundOutcome Outcome { get; } = new() { StepSize = options.Eta };

    protected LocalProblem Problem => problem;

    protected AlgorithmOptions Options => options;

    /// <summary>Step size of the worker's last step.</summary>
    protected abstract double StepSize { get; }

    protected CentreDesk Desk { get; } = new(place, options, centre, problem.WeightCount);

    public void Start(ReadOnlySpan<float> weights, int round)
    {
        Desk.Start(AnswerFor(weights));
        Outcome.Cost = StartAt(weights, round);
        ShowCentre();
    }

    /// <summary>Somebody has come, gone, or lost its state: the next round looks who.</summary>
    public void Restart() => Desk.Place.Forget();

    public virtual void Save(AlgorithmState state)
    {
        Desk.Save(state);
        state.Set(nameof(Outcome.Cost), Outcome.Cost);
        state.Set(nameof(Outcome.Disagreement), Outcome.Disagreement);
    }

    public virtual void Load(AlgorithmState state, int round)
    {
        Desk.Load(state);
        Outcome.Cost = state.Number(nameof(Outcome.Cost));
        Outcome.Disagreement = state.Number(nameof(Outcome.Disagreement));
        ShowCentre();
    }

    public async Task ServeAsync(IRoundExchange neighbours, CancellationToken cancellation)
    {
        try
        {
            await Desk.ServeAsync(neighbours, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await Desk.PartAsync(neighbours.Mailbox);
            ShowCentre();
        }
    }

    public async ValueTask RoundAsync(int round, IRoundExchange neighbours, CancellationToken cancellation)
    {
        // Agents that share threads take turns, and their letters are served in between.
        await Task.Yield();
        if (await Desk.EnterAsync(round, neighbours, cancellation))
        {
            JumpTo(ModelOf(Desk.Known));
        }

        Outcome.Cost = await TrainAsync(round, neighbours.Mailbox, cancellation);
        Outcome.StepSize = StepSize;
        Desk.NoteHosted();
        ShowCentre();
        (Outcome.Disagreement, Outcome.Staleness) = (DistanceToCentre(), Desk.Staleness);
    }

    /// <summary>A centre at the given weights as an answer describes it.</summary>
    protected virtual ReadOnlySpan<float> AnswerFor(ReadOnlySpan<float> weights) => weights;

    /// <summary>The model in an answer.</summary>
    protected virtual ReadOnlySpan<float> ModelOf(ReadOnlySpan<float> answer) => answer;

    /// <summary>The worker begins at the weights; gives g_i there.</summary>
    protected abstract double StartAt(ReadOnlySpan<float> weights, int round);

    /// <summary>The worker goes on from the weights of a centre.</summary>
    protected abstract void JumpTo(ReadOnlySpan<float> weights);

    /// <summary>Local steps and meeting of a round; gives the mean of g_i over the steps.</summary>
    protected abstract ValueTask<double> TrainAsync(int round, IMailbox mailbox, CancellationToken cancellation);

    /// <summary>‖x^i − x̃‖ / ‖x^i‖.</summary>
    protected abstract double DistanceToCentre();

    private void ShowCentre() => problem.Device.Upload(ModelOf(Desk.Known), Weights);
}
