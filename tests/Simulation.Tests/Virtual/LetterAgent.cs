using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Transport;

namespace Murmuration.Simulation.Tests.Virtual;

/// <summary>
/// One agent over all its lives that sends letters to all its neighbours at its own pace, and takes theirs now faster
/// and now slower than they come.
/// </summary>
internal sealed class LetterAgent(VirtualNetwork network, LetterSettings settings, int index)
    : VirtualDaemon(network, index, settings.Seed)
{
    private const int LetterLength = 5;
    private const double SlowestTakingMilliseconds = 40;
    private LetterHistory? _exact;

    /// <summary>As far as its present life remembers.</summary>
    public LetterHistory History { get; private set; } = new(0, [], [], null);

    public override void GoBackToExact() => History = _exact?.Copy() ?? History with { Links = null };

    /// <summary>What was sent and taken stays noted: it is for the judge, not for the agent.</summary>
    protected override void LoseDisk() => History = History with { Links = null };

    protected override async Task EndAsync(VirtualExchange exchange)
    {
        await exchange.LeaveAsync(isForGood: false);
        History = History with { Links = exchange.SaveState() };
        _exact = History.Copy();
    }

    protected override async Task LiveAsync()
    {
        var state = History.Links;
        History = History with { Links = null };
        var exchange = Appear(Options(settings.Schedule) with { LetterLength = LetterLength, State = state });
        await exchange.OpenAsync();
        await exchange.CensusAsync(new byte[] { (byte)Index });
        using var end = new CancellationTokenSource();
        var taking = TakeAsync(exchange, end.Token);
        while (History.Step < settings.Steps)
        {
            await StepAsync(exchange, end);
            if (end.IsCancellationRequested)
            {
                await taking;
                await HasLeftAsync(exchange);
                return;
            }
        }

        while (!await exchange.AgreeOnStopAsync(settings.Steps))
        {
        }

        // By now all is calm.
        await Task.WhenAll(settings.Schedule.EverNeighbours(Index).Select(
            neighbour => WaitAndSendAsync(exchange.Mailbox, neighbour, CancellationToken.None)));
        HasEnded = true;
        await taking;
    }

    private async Task StepAsync(VirtualExchange exchange, CancellationTokenSource end)
    {
        FaultInjector.OnRound(Network, this, History.Step);
        if (IsToLeave)
        {
            // In the middle of everything, some of it perhaps just coming or going.
            Network.Loop.After(2 * Random.NextDouble() * RoundTime, Process, end.Cancel);
        }

        exchange.NextRound();
        await Task.Delay(RoundTime, exchange.Time);
        await Task.WhenAll(settings.Schedule.EverNeighbours(Index).Select(
            neighbour => SendAsync(exchange.Mailbox, neighbour, end.Token)));
        History = History with { Step = History.Step + 1 };
        if (exchange.IsRecordDue)
        {
            exchange.Publish(History.Step, default);
        }
    }

    private async Task SendAsync(Mailbox mailbox, int neighbour, CancellationToken end)
    {
        var id = Network.NextLetterId();
        var vector = new float[Random.Next(LetterLength + 1)];
        if (mailbox.TrySend(neighbour, vector.Length, vector, [id]))
        {
            History.Sent.Add(new(neighbour, id, Number: -1));
        }

        if (Random.Next(10) == 0)
        {
            await WaitAndSendAsync(mailbox, neighbour, end);
        }
    }

    private async Task WaitAndSendAsync(Mailbox mailbox, int neighbour, CancellationToken end)
    {
        try
        {
            var id = Network.NextLetterId();
            if (await mailbox.SendAsync(neighbour, kind: 0, default, new double[] { id }, end))
            {
                History.Sent.Add(new(neighbour, id, Number: -1));
            }
        }
        catch (OperationCanceledException)
        {
            // It leaves, and has not sent it.
        }
    }

    private async Task TakeAsync(VirtualExchange exchange, CancellationToken end)
    {
        try
        {
            while (true)
            {
                using var letter = await exchange.Mailbox.ReceiveAsync(end);
                Network.Require(letter.Kind == letter.Vector.Length, $"{Index}: a letter of another length");
                History.Taken.Add(new(letter.From, (long)letter.Scalars.Span[0], letter.Number));
                var pause = SlowestTakingMilliseconds * Math.Pow(Random.NextDouble(), 4);
                await Task.Delay(TimeSpan.FromMilliseconds(pause), exchange.Time, CancellationToken.None);
            }
        }
        catch (OperationCanceledException)
        {
            // It leaves.
        }
    }
}
