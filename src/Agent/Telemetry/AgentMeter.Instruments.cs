using System.Diagnostics.Metrics;
using System.Text.Json;
using Murmuration.Agent.Metrics;
using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Telemetry;

/// <summary>The instruments that are looked at when somebody collects.</summary>
internal sealed partial class AgentMeter
{
    private void DescribeAgent()
    {
        var run = _setup.Run;
        KeyValuePair<string, object?>[] labels =
        [
            _agent,
            new("run", run.Name),
            new("topology", _setup.Schedule.Name),
            new("algorithm", JsonNamingPolicy.CamelCase.ConvertName($"{run.Algorithm.Name}")),
            new("version", AgentVersion.Text),
        ];
        _meter.CreateObservableGauge(
            "murmuration.agent.info", () => new Measurement<long>(1, labels), unit: null,
            "Always 1; the labels say what the agent runs.");
        Gauge("murmuration.data.rows", "{row}", "Rows of the agent's partition.", () => _setup.Partition.Count);
        Gauge("murmuration.rounds.planned", "{round}", "Rounds that the run is to have.", () => run.Rounds);
    }

    private void DescribeRounds()
    {
        Counter("murmuration.rounds", "{round}", "Rounds done, those before a restart too.",
            () => Last<long>(last => last.Round));
        Counter("murmuration.rounds.skipped", "{round}", "Rounds passed over because the network had gone on.",
            () => Last<long>(last => last.Skipped));
        Counter("murmuration.tracking.epochs", "{epoch}", "Tracking epochs begun, the first not counted.",
            () => Last<long>(last => last.Epochs));
        Gauge("murmuration.cost", null, "Local cost g_i; the agents' costs add up to the mean loss.",
            () => Last<double>(last => last.Cost));
        Gauge("murmuration.penalty", null, "The penalty r at the agent's weights.",
            () => Last<double>(last => last.Penalty));
        Gauge("murmuration.test.cost", null, "Mean loss on the test set when last evaluated.",
            () => Known(() => _testCost));
        Gauge("murmuration.test.accuracy", "1", "Share of the test set classified rightly when last evaluated.",
            () => Known(() => _testAccuracy));
        Gauge("murmuration.disagreement", "1", "Largest relative distance from a neighbour's estimate.",
            () => Last<double>(last => last.Disagreement));
        Gauge("murmuration.stationarity", null, "Prox-gradient residual as the agent's tracker shows it.",
            () => Known(() => _stationarity));
        Gauge("murmuration.gradient.norm", null, "Norm of the agent's gradient.",
            () => Last<double>(last => last.GradientNorm));
        Gauge("murmuration.step.size", null, "Step size alpha or eta of the round.",
            () => Last<double>(last => last.StepSize));
        Gauge("murmuration.proximal.weight", null, "Proximal weight tau of the round.",
            () => Last<double>(last => last.Tau));
        Gauge("murmuration.solve.iterations", "{iteration}", "Inner iterations of the last local solve.",
            () => Last<double>(last => last.SolverIterations));
        Gauge("murmuration.staleness", "{round}", "Rounds since the agent met a centre or followed a leader.",
            () => Last<double>(last => last.Staleness));
        Counter("murmuration.checkpoint.failures", "{failure}", "Checkpoints that could not be written.",
            () => Interlocked.Read(ref _checkpointFailures));
        Gauge("murmuration.checkpoint.size", "By", "Size of the newest checkpoint.", () => CheckpointBytes());
    }

    private void DescribeExchange()
    {
        Counter("murmuration.sent", "By", "Bytes sent to neighbours, headers included.", Of(c => c.BytesSent));
        Counter("murmuration.received", "By", "Bytes received from neighbours, headers included.",
            Of(c => c.BytesReceived));
        Counter("murmuration.frames.sent", "{frame}", "Frames sent.", Of(c => c.FramesSent));
        Counter("murmuration.frames.received", "{frame}", "Frames received.", Of(c => c.FramesReceived));
        Counter("murmuration.suspensions", "{suspension}", "Times that a round went on without a link.",
            Of(c => c.Suspended));
        Counter("murmuration.settlements", "{settlement}", "Suspended rounds of links made good.", Of(c => c.Settled));
        Counter("murmuration.letters.sent", "{letter}", "Letters put into outboxes.", Of(c => c.LettersSent));
        Counter("murmuration.letters.taken", "{letter}", "Letters of neighbours taken.", Of(c => c.LettersTaken));
        Counter("murmuration.letters.dropped", "{letter}", "Letters lost with a life of one end of a link.",
            Of(c => c.LettersDropped));
        Counter("murmuration.reconnects", "{connection}", "Connections opened anew after a loss.",
            Of(c => c.Reconnects));
        Counter("murmuration.connections.refused", "{connection}",
            "Connections refused before they belonged to a neighbour.", Of(c => c.Refused));
        _meter.CreateObservableCounter(
            "murmuration.messages.dropped", Dropped, "{message}", "Messages of rounds that did not count, by reason.");
    }

    private Func<long?> Of(Func<ExchangeCounters, long> read) =>
        () => _control.Exchange is { } exchange ? read(exchange.Counters) : null;

    private IEnumerable<Measurement<long>> Dropped() => _control.Exchange?.Counters is { } counters
        ?
        [
            With(counters.Declined, "reason", "declined"),
            With(counters.Duplicates, "reason", "duplicate"),
            With(counters.Stale, "reason", "stale"),
        ]
        : [];

    private void DescribeLinks()
    {
        _meter.CreateObservableCounter(
            "murmuration.link.sent", () => Links<long>(link => link.BytesSent), "By", "Bytes sent over a link.");
        _meter.CreateObservableCounter(
            "murmuration.link.received", () => Links<long>(link => link.BytesReceived), "By",
            "Bytes received over a link.");
        _meter.CreateObservableGauge(
            "murmuration.link.delay", () => Links(static link => link.Delay), "s",
            "Seconds until the neighbour confirmed the newest message of a link.");
        _meter.CreateObservableGauge(
            "murmuration.link.up", () => Links<long>(link => link.State == LinkState.Up ? 1 : 0), unit: null,
            "1 while messages pass over a link, 0 while it is suspended, down or closed.");
        _meter.CreateObservableGauge("murmuration.links", LinksByState, "{link}", "Links of the agent by their state.");
    }

    private IEnumerable<Measurement<T>> Links<T>(Func<LinkNews, T?> read)
        where T : struct
    {
        foreach (var link in AllLinks())
        {
            if (read(link) is { } value)
            {
                yield return With(value, "neighbour", _setup.Schedule.Agents[link.To].Id);
            }
        }
    }

    private IEnumerable<Measurement<long>> LinksByState()
    {
        var links = AllLinks();
        return Enum.GetValues<LinkState>().Select(state => With(
            links.LongCount(link => link.State == state), "state", state.ToString().ToLowerInvariant()));
    }

    private IReadOnlyList<LinkNews> AllLinks() =>
        _control.Exchange is { } exchange ? new LinkReader(exchange).Read(int.MaxValue) : [];

    private void DescribeNetwork()
    {
        Gauge("murmuration.network.members", "{agent}", "Agents that have appeared and have not departed.",
            () => Network().Totals?.Members);
        Gauge("murmuration.network.cost", null, "Social cost as the agent knows it.", () => Network().Totals?.Cost);
        Gauge("murmuration.network.disagreement", "1", "The largest of the members' disagreements.",
            () => Network().Totals?.Disagreement);
        Gauge("murmuration.network.tracking.defect", "1",
            "Norm of the sum of all trackers less all gradients, by sketches, relative.",
            () => Network().Totals?.TrackingDefect);
        Gauge("murmuration.network.stationarity", null, "Prox-gradient residual of the network, by sketches.",
            () => Network().Totals?.Stationarity);
    }
}
