using Murmuration.Agent.Simulation;

namespace Murmuration.Simulation.Tests;

/// <summary>Agents of one process in turns on a few threads.</summary>
public sealed class AgentThreadsTests
{
    [Fact]
    public async Task Every_turn_is_taken_and_never_more_at_a_time_than_there_are_threads()
    {
        const int agents = 20, rounds = 200, most = 3;
        using var threads = new AgentThreads(most, agents);
        var (running, highest, done) = (0, 0, 0);
        await Task.WhenAll(Enumerable.Range(0, agents).Select(agent => threads.StartAsync(agent, async () =>
        {
            for (var round = 0; round < rounds; round++)
            {
                var now = Interlocked.Increment(ref running);
                InterlockedMax(ref highest, now);
                Interlocked.Increment(ref done);
                Interlocked.Decrement(ref running);
                await new Turn(threads, agent);
            }
        })));
        Assert.Equal(agents * rounds, done);
        Assert.InRange(highest, 1, most);
    }

    [Fact]
    public async Task An_agent_that_fails_fails_alone()
    {
        using var threads = new AgentThreads(threads: 1, agentCount: 2);
        var fails = threads.StartAsync(0, () => throw new InvalidOperationException("so it is"));
        var works = threads.StartAsync(1, async () => await new Turn(threads, 1));
        Assert.Equal("so it is", (await Assert.ThrowsAsync<InvalidOperationException>(() => fails)).Message);
        await works;
    }

    [Fact]
    public async Task A_thread_without_turns_takes_those_of_others()
    {
        using var threads = new AgentThreads(threads: 2, agentCount: 4);
        using var met = new Barrier(2);
        // Both have the same home, and neither ends before the other has come.
        await Task.WhenAll(new[] { 0, 1 }.Select(agent => threads.StartAsync(agent, () =>
        {
            met.SignalAndWait();
            return Task.CompletedTask;
        })));
        Assert.Equal(1, met.CurrentPhaseNumber);
    }

    private static void InterlockedMax(ref int highest, int value)
    {
        for (var seen = highest; value > seen;)
        {
            seen = Interlocked.CompareExchange(ref highest, value, seen);
        }
    }

    /// <summary>Puts whoever awaits it behind the other turns.</summary>
    private sealed class Turn(AgentThreads threads, int agent)
        : IThreadPoolWorkItem, System.Runtime.CompilerServices.INotifyCompletion
    {
        private Action _goOn = static () => { };

        public bool IsCompleted => false;

        public Turn GetAwaiter() => this;

        public void GetResult()
        {
            // There is nothing to get but the turn.
        }

        public void OnCompleted(Action continuation)
        {
            _goOn = continuation;
            threads.Post(agent, this);
        }

        public void Execute() => _goOn();
    }
}
