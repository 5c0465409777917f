using Murmuration.Agent.Configuration;
using Murmuration.Agent.Telemetry;
using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Models;

namespace Murmuration.Agent.Algorithms.Decoupled;

/// <summary>What one agent of a chain does in a step: sweeps, a gradient step, and letters to both sides.</summary>
internal sealed class PipelineStep
{
    private readonly LocalProblem _problem;
    private readonly IDevice _device;
    private readonly Model _module;
    private readonly ModulePlace _place;
    private readonly ModuleTrainer _trainer;
    private readonly IStepRule _rule;
    private readonly StepSizeSchedule _sizes;
    private readonly StepMail _mail;
    private readonly float _shrink;
    private readonly int _targetCount;
    private readonly Flow? _activationsIn;
    private readonly Flow? _activationsOut;
    private readonly Flow? _slopesIn;
    private readonly Flow? _slopesOut;

    /// <summary>Makes all room and opens the flows to both sides.</summary>
    public PipelineStep(LocalProblem problem, Model module, ModulePlace place, StepMail mail, AlgorithmOptions options)
    {
        (_problem, _device, _module, _place, _mail) = (problem, problem.Device, module, place, mail);
        _trainer = new(problem, module, place.Delay, options);
        _rule = StepRules.Create(_device, module.WeightCount, options.Optimizer);
        _sizes = new(options);
        StepSize = options.Eta;
        _shrink = (float)options.Decoupled.Shrink;
        _targetCount = problem.Objective.Model.OutputCount;
        var rows = options.Minibatch;
        if (place.Before is { } before)
        {
            _activationsIn = mail.Incoming(
                before, LetterKind.Activations, checked(rows * (module.InputCount + _targetCount)));
            _slopesOut = mail.Outgoing(
                before, LetterKind.Slopes, checked(rows * module.InputCount), options.LocalSteps);
        }

        if (place.After is { } after)
        {
            _activationsOut = mail.Outgoing(
                after, LetterKind.Activations, checked(rows * (module.OutputCount + _targetCount)),
                options.LocalSteps);
            _slopesIn = mail.Incoming(after, LetterKind.Slopes, checked(rows * module.OutputCount));
        }
    }

    /// <summary>In the last module the sum of g_s over the steps of the round, in the others zero.</summary>
    public double Cost { get; private set; }

    /// <summary>Step size of the last step.</summary>
    public double StepSize { get; private set; }

    /// <summary>The gradient of the last step that had one.</summary>
    public DeviceVector Gradient => _trainer.Gradient;

    /// <summary>A new round: its cost is zero.</summary>
    public void BeginRound() => Cost = 0;

    /// <summary>The sweeps of a step, and its gradient step on the weights.</summary>
    public void Run(int step, DeviceVector weights)
    {
        // A letter without rows while the pipeline fills: without it an agent would run ahead of the one after it.
        _activationsOut?.TakeNext().Begin(step, length: 0);
        _slopesOut?.TakeNext().Begin(step, length: 0);
        if (ModulePlace.ForwardBatch(step, _place.Module) >= 0)
        {
            Forward(step, weights);
        }

        if (_place.BackwardBatch(step, _place.Module) >= 0)
        {
            Backward(step, weights);
            StepSize = _sizes[step];
            _rule.Step(StepSize, Gradient, weights);
        }
    }

    /// <summary>Sends what the step gave to both sides, and waits for what it gave there.</summary>
    public async ValueTask ExchangeAsync(int step, IMailbox mailbox, CancellationToken cancellation)
    {
        using var span = RoundTrace.Exchange();
        if (_activationsOut is not null)
        {
            await _mail.SendAsync(mailbox, _activationsOut, step, cancellation);
        }

        if (_slopesOut is not null)
        {
            await _mail.SendAsync(mailbox, _slopesOut, step, cancellation);
        }

        if (_activationsIn is not null)
        {
            await _mail.ReceiveAsync(mailbox, _activationsIn, step, cancellation);
        }

        if (_slopesIn is not null)
        {
            await _mail.ReceiveAsync(mailbox, _slopesIn, step, cancellation);
        }
    }

    /// <summary>Puts what the next step needs into a state; the letters are the mail's.</summary>
    public void Save(AlgorithmState state)
    {
        state.Set("CostOfRound", Cost);
        _rule.Save(state);
        _trainer.Save(state);
    }

    /// <summary>Takes it up again.</summary>
    public void Load(AlgorithmState state)
    {
        Cost = state.Number("CostOfRound");
        _rule.Load(state);
        _trainer.Load(state, NoiseKeyOf);
    }

    private void Forward(int step, DeviceVector weights)
    {
        var noiseKey = NoiseKeyOf(step);
        var (inputs, targets, scale) = Inputs(step);
        var outputs = _trainer.Forward(step, inputs, weights, noiseKey);
        if (_activationsOut is { } flow)
        {
            var (rows, length) = (outputs.RowCount, outputs.AsVector().Length);
            var letter = flow.At(step).Begin(step, length + targets.AsVector().Length, rows, scale);
            _device.Copy(outputs.AsVector(), letter.Slice(0, length));
            _device.Copy(targets.AsVector(), letter.Slice(length, targets.AsVector().Length));
        }
        else
        {
            Cost += _trainer.BackwardFromLoss(step, outputs, targets, scale, SlopesOut(step, outputs.RowCount));
            Finish(step, weights);
        }
    }

    /// <summary>In all modules but the last one, whose backward sweep follows its forward sweep at once.</summary>
    private void Backward(int step, DeviceVector weights)
    {
        if (_slopesIn is not null)
        {
            var letter = _slopesIn.At(step - 1);
            var slopes = letter.Vector.AsMatrix(letter.Rows, _module.OutputCount);
            _trainer.Backward(step, slopes, weights, SlopesOut(step, letter.Rows));
            Finish(step, weights);
        }
    }

    /// <summary>Selects the minibatch of a forward sweep, by which every agent draws the noise of its module.</summary>
    private ulong NoiseKeyOf(int step)
    {
        _problem.Objective.SelectBatch(ModulePlace.ForwardBatch(step, _place.Module));
        return _problem.Objective.NoiseKey;
    }

    /// <summary>Rows of the minibatch: the agent's own in the first module, else what has come with the last
    /// step.</summary>
    private (DeviceMatrix Inputs, DeviceMatrix Targets, double Scale) Inputs(int step)
    {
        if (_activationsIn is null)
        {
            var objective = _problem.Objective;
            return (objective.Batch.Inputs, objective.Batch.Targets, objective.Scale);
        }

        var letter = _activationsIn.At(step - 1);
        var (rows, length) = (letter.Rows, checked(letter.Rows * _module.InputCount));
        return (
            letter.Vector.Slice(0, length).AsMatrix(rows, _module.InputCount),
            letter.Vector.Slice(length, checked(rows * _targetCount)).AsMatrix(rows, _targetCount),
            letter.Scale);
    }

    /// <summary>Room for the slopes that go to the module before; none in the first module.</summary>
    private DeviceMatrix? SlopesOut(int step, int rows) => _slopesOut is { } flow
        ? flow.At(step).Begin(step, rows * _module.InputCount, rows).AsMatrix(rows, _module.InputCount)
        : null;

    /// <summary>S g + ∇r at the weights of the gradient, and β times the slopes that go on.</summary>
    private void Finish(int step, DeviceVector weights)
    {
        var at = _trainer.WeightsFor(step, weights);
        _device.Combine(_place.Groups, Gradient, (float)(2 * _problem.Regularizer.L2), at, Gradient);
        if (_slopesOut?.Find(step) is { } letter && _shrink < 1)
        {
            _device.Combine(_shrink, letter.Vector, 0, letter.Vector, letter.Vector);
        }
    }
}
