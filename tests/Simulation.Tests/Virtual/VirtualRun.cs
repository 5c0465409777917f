using Murmuration.Gossip.Exchange;

namespace Murmuration.Simulation.Tests.Virtual;

/// <summary>A whole simulated network from its first meeting to its agreed end.</summary>
internal sealed class VirtualRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromHours(2);
    private readonly RidgeProblem _ridge;

    private VirtualRun(VirtualSettings settings)
    {
        var count = settings.Schedule.Agents.Count;
        _ridge = new(count, settings.Seed);
        Network = new(count, settings.Seed, settings.Faults);
        Agents = [.. Enumerable.Range(0, count).Select(index => new VirtualAgent(Network, settings, _ridge, index))];
    }

    public VirtualNetwork Network { get; }

    public IReadOnlyList<VirtualAgent> Agents { get; }

    /// <summary>All agents have ended, and no rule was broken.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>No link owes anything.</summary>
    public bool IsSettled => Agents.All(agent => agent.Exchange!.SuspendedLinks == 0);

    /// <summary>‖Σ φ_i y_i − Σ ∇g_i‖ over Σ ‖∇g_i‖, what has arrived and not been taken included.</summary>
    public double TrackingDefect
    {
        get
        {
            var (sum, size) = (new double[RidgeProblem.WeightCount], 0.0);
            foreach (var outcome in Agents.Select(agent => agent.Algorithm!.Outcome))
            {
                var tracker = TinyNetwork.Values(outcome.Tracker!.Value);
                var gradient = TinyNetwork.Values(outcome.Gradient!.Value);
                for (var k = 0; k < sum.Length; k++)
                {
                    sum[k] += (outcome.PushSumWeight * tracker[k]) - gradient[k];
                }

                size += Norm(gradient.Select(value => (double)value));
            }

            foreach (var (weight, message) in Waiting())
            {
                for (var k = 0; k < sum.Length; k++)
                {
                    sum[k] += weight * message.Scalars.Span[0] * message.Vectors.Span[sum.Length + k];
                }
            }

            return Norm(sum) / size;
        }
    }

    /// <summary>Largest distance of an agent's weights from the mean, relative.</summary>
    public double Disagreement => Weights.Max(weights => Distance(weights, MeanWeights)) / Norm(MeanWeights);

    /// <summary>Distance of the mean weights from the known answer, relative.</summary>
    public double Error => Distance(MeanWeights, _ridge.Answer) / Norm(_ridge.Answer);

    /// <summary>‖∇U‖ at the mean weights, over that at 0.</summary>
    public double StationarityGap =>
        _ridge.StationarityGap(MeanWeights) / _ridge.StationarityGap(new double[RidgeProblem.WeightCount]);

    public IReadOnlyList<double[]> Weights => [.. Agents.Select(
        agent => TinyNetwork.Values(agent.Algorithm!.Weights).Select(value => (double)value).ToArray())];

    private double[] MeanWeights => [.. Enumerable.Range(0, RidgeProblem.WeightCount).Select(
        k => Weights.Average(weights => weights[k]))];

    public static VirtualRun Of(VirtualSettings settings)
    {
        var run = new VirtualRun(settings);
        foreach (var agent in run.Agents)
        {
            agent.Start();
        }

        run.HasEnded = run.Network.Loop.RunUntil(run.IsOver, Limit) && run.Agents.All(agent => agent.HasEnded);
        return run;
    }

    /// <summary>What a failure is to be explained by.</summary>
    public override string ToString() => string.Join(
        Environment.NewLine,
        [
            .. Network.Violations.Distinct(),
            .. Agents.Select(agent => agent.Life.Exception?.InnerException?.ToString()).OfType<string>(),
            .. Agents.Select(agent =>
                $"a{agent.Index}: done {agent.Done}, ended {agent.HasEnded}, skipped {agent.Skipped}, epochs "
                + $"{agent.Epochs}, epoch {agent.Exchange?.Bulletin.Epoch:x}, stop at {agent.Exchange?.StopAt}, "
                + $"{agent.Exchange?.Counters}"),
            .. Agents.SelectMany(agent => agent.Exchange!.Core.Links.Where(link => link.IsSuspended).Select(link =>
                $"a{agent.Index} waits for a{link.AgentIndex}: offered {link.Offered}, confirmed {link.Confirmed}, "
                + $"received {link.Received}, declined {link.Declined}, "
                    + $"in round {link.PeerRound}, left {link.HasLeft}")),
        ]);

    private static double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(value => value * value));

    private static double Distance(double[] one, double[] other) => Norm(one.Zip(other, (a, b) => a - b));

    /// <summary>Messages over directed links that came after the last round, each with its weight.</summary>
    private IEnumerable<(double Weight, RoundMessage Message)> Waiting() =>
        from exchange in Agents.Select(agent => agent.Exchange!)
        where exchange.Schedule.Directed
        from link in exchange.Core.Links
        let message = link.FirstEarly
        where message is not null && message.Epoch == exchange.Core.Epoch
        let senders = exchange.Schedule.At(message.Round, exchange.AgentIndex).InNeighbours
        select (senders.First(sender => sender.AgentIndex == link.AgentIndex).Weight, message);

    private bool IsOver() =>
        Network.Violations.Count > 0
        || Agents.All(agent => agent.HasEnded)
        || Agents.Any(agent => agent.Life.IsFaulted);
}
