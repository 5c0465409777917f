using Murmuration.Agent.Configuration;
using Murmuration.Agent.Telemetry;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms.Decoupled;

/// <summary>
/// The consensus step among the agents that hold the same module, w ← Σ_j c_ij z_j in agent order: with the mixing
/// weights of the round's links, or with 1/S each.
/// </summary>
internal sealed class ModuleMixing
{
    private readonly IDevice _device;
    private readonly AgentPlace _agent;
    private readonly ModulePlace _place;
    private readonly StepMail _mail;
    private readonly bool _isExact;
    private readonly int _weightCount;
    private readonly Mixer _mixer;
    private readonly Flow[] _outgoing;
    private readonly Flow[] _incoming;
    private readonly ReadOnlyMemory<float>[] _vectors;
    private readonly double[] _weights;

    /// <summary>Opens the flows to all agents with the same module that are ever linked.</summary>
    /// <exception cref="ConfigurationException">The exact average lacks a link.</exception>
    public ModuleMixing(
        IDevice device, AgentPlace agent, ModulePlace place, StepMail mail, int weightCount, ModuleAverage average)
    {
        (_device, _agent, _place, _mail, _weightCount) = (device, agent, place, mail, weightCount);
        _isExact = average == ModuleAverage.Exact;
        _mixer = new(device, weightCount);
        int[] linked = [.. place.SameModule.Intersect(agent.Schedule.EverNeighbours(agent.AgentIndex))];
        RequireComplete(linked);
        _outgoing = [.. linked.Select(other => mail.Outgoing(other, LetterKind.Weights, weightCount))];
        _incoming = [.. linked.Select(other => mail.Incoming(other, LetterKind.Weights, weightCount))];
        _vectors = new ReadOnlyMemory<float>[linked.Length + 1];
        _weights = new double[linked.Length + 1];
    }

    /// <summary>How far the neighbours' weights lie from the agent's, relative.</summary>
    public double Disagreement
    {
        get => _mixer.Disagreement;
        set => _mixer.Disagreement = value;
    }

    /// <summary>result = Σ_j c_ij z_j of a round.</summary>
    public async ValueTask MixAsync(
        int round, DeviceVector estimate, DeviceVector result, IMailbox mailbox, CancellationToken cancellation)
    {
        var neighbourhood = _agent.Schedule.At(round, _agent.AgentIndex);
        var (count, own) = await GatherAsync(round, estimate, neighbourhood, mailbox, cancellation);
        _vectors[own] = _device.Stage(estimate);
        _weights[own] = _isExact ? 1.0 / _place.Groups : neighbourhood.SelfWeight;
        _mixer.Mix(_vectors.AsSpan(0, count), _weights.AsSpan(0, count), own, result);
    }

    /// <summary>Sends the estimate, and puts those that come into agent order; gives how many there are, the agent's
    /// own among them, and the place of that.</summary>
    private async ValueTask<(int Count, int Own)> GatherAsync(
        int round,
        DeviceVector estimate,
        Neighbourhood neighbourhood,
        IMailbox mailbox,
        CancellationToken cancellation)
    {
        using var span = RoundTrace.Exchange();
        await SendAsync(round, estimate, mailbox, cancellation);
        var (count, own) = (0, -1);
        foreach (var flow in _incoming)
        {
            if (WeightOf(neighbourhood, flow.AgentIndex) is not (> 0 and var weight))
            {
                continue;
            }

            if (own < 0 && flow.AgentIndex > _agent.AgentIndex)
            {
                own = count++;
            }

            var letter = await _mail.ReceiveAsync(mailbox, flow, round, cancellation);
            (_vectors[count], _weights[count]) = (_device.Stage(letter.Vector), weight);
            count++;
        }

        return own < 0 ? (count + 1, count) : (count, own);
    }

    private async ValueTask SendAsync(
        int round, DeviceVector estimate, IMailbox mailbox, CancellationToken cancellation)
    {
        var neighbourhood = _agent.Schedule.At(round, _agent.AgentIndex);
        foreach (var flow in _outgoing)
        {
            if (WeightOf(neighbourhood, flow.AgentIndex) is null or 0)
            {
                continue;
            }

            if (flow.Find(round) is null)
            {
                _device.Copy(estimate, flow.TakeNext().Begin(round, _weightCount));
            }

            await _mail.SendAsync(mailbox, flow, round, cancellation);
        }
    }

    /// <summary>c_ij, null where the round has no link.</summary>
    private double? WeightOf(Neighbourhood neighbourhood, int other)
    {
        if (_isExact)
        {
            return 1.0 / _place.Groups;
        }

        foreach (var neighbour in neighbourhood.InNeighbours)
        {
            if (neighbour.AgentIndex == other)
            {
                return neighbour.Weight;
            }
        }

        return null;
    }

    private void RequireComplete(int[] linked)
    {
        if (!_isExact || linked.Length == _place.SameModule.Count)
        {
            return;
        }

        var agents = _agent.Schedule.Agents;
        var missing = agents[_place.SameModule.Except(linked).First()].Id;
        throw new ConfigurationException(
            $"key 'algorithm.decoupled.average': exact needs links among all agents with the same module, and none "
            + $"joins '{agents[_agent.AgentIndex].Id}' and '{missing}'; add it, make the topology with --within "
            + "complete, or use gossip");
    }
}
