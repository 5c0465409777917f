using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Murmuration.Gossip.Tests.Exchange;
using Murmuration.Gossip.Transport;

namespace Murmuration.Gossip.Tests.Transport;

public sealed class WaitingLogTests
{
    [Fact]
    public async Task While_it_waits_the_log_says_for_whom()
    {
        var options = LoopbackNetwork.Options(TestSchedules.Periodic(2, false, [[(0, 1)]]), 8, 0);
        var log = new LineAwaiter("Waiting for a0 (127.0.0.1:");
        var waiting = TcpNeighbourhood.OpenAsync(
            options[1] with { WaitingLogInterval = TimeSpan.FromMilliseconds(20) }, log);
        await log.Seen;
        await using var late = await TcpNeighbourhood.OpenAsync(options[0], NullLogger.Instance);
        await using var opened = await waiting;
    }

    [Fact]
    public async Task While_a_round_waits_the_log_says_for_whom()
    {
        var log = new LineAwaiter("Round 0 waits for a1 (127.0.0.1:");
        var options = LoopbackNetwork.Options(TestSchedules.Periodic(2, false, [[(0, 1)]]), 8, 0);
        var network = await Task.WhenAll(options.Select((one, i) => TcpNeighbourhood.OpenAsync(
            one with { WaitingLogInterval = TimeSpan.FromMilliseconds(20) }, i == 0 ? log : NullLogger.Instance)));
        var waiting = network[0].ExchangeAsync(0, new float[8], default).AsTask();
        await log.Seen;
        await network[1].ExchangeAsync(0, new float[8], default);
        await waiting;
        await Task.WhenAll(network.Select(exchange => exchange.DisposeAsync().AsTask()));
    }

    private sealed class LineAwaiter(string start) : ILogger
    {
        private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Seen => _seen.Task;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (formatter(state, exception).StartsWith(start, StringComparison.Ordinal))
            {
                _seen.TrySetResult();
            }
        }
    }
}
