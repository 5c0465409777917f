using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Transport;

namespace Murmuration.Simulation.Tests;

/// <summary>A handful of agents of an asynchronous algorithm in one process, each at its own pace.</summary>
internal sealed class FreeNetwork : IAsyncDisposable
{
    private readonly IReadOnlyList<IRoundExchange> _exchanges;
    private readonly List<CancellationTokenSource> _ends;
    private readonly Task[] _serving;
    private readonly int[] _rounds;

    private FreeNetwork(IReadOnlyList<IAsynchronousAlgorithm> algorithms, IReadOnlyList<IRoundExchange> exchanges)
    {
        (Algorithms, _exchanges) = (algorithms, exchanges);
        _rounds = new int[algorithms.Count];
        _ends = [.. algorithms.Select(_ => new CancellationTokenSource())];
        _serving = new Task[algorithms.Count];
        foreach (var agent in Enumerable.Range(0, algorithms.Count))
        {
            _serving[agent] = Task.Run(() => algorithms[agent].ServeAsync(exchanges[agent], _ends[agent].Token));
        }
    }

    public IReadOnlyList<IAsynchronousAlgorithm> Algorithms { get; }

    /// <summary>Rounds that an agent has done.</summary>
    public IReadOnlyList<int> Rounds => _rounds;

    /// <summary>One agent for each problem, all started and serving.</summary>
    public static FreeNetwork Create(
        TopologySchedule schedule,
        AlgorithmOptions options,
        IReadOnlyList<LocalProblem> problems,
        Func<int, float[]> initialWeights)
    {
        var exchanges = InMemoryNetwork.Create(
            schedule, vectorLength: 0, scalarCount: 0,
            letterLength: AlgorithmCatalog.LetterLength(options, problems[0].Objective.Model, schedule));
        var algorithms = problems
            .Select((problem, agent) => AlgorithmCatalog.Create(problem, options, new(schedule, agent, Seed: 1)))
            .Cast<IAsynchronousAlgorithm>()
            .ToList();
        foreach (var (agent, algorithm) in algorithms.Index())
        {
            algorithm.Start(initialWeights(agent), round: 0);
        }

        return new(algorithms, exchanges);
    }

    /// <summary>One round of one agent. All begin before anybody is told of rounds done, so that nobody joins late.
    /// </summary>
    public async Task RunRoundAsync(int agent)
    {
        if (_exchanges[agent].EnterRound(_rounds[agent]))
        {
            Algorithms[agent].Restart();
        }

        await Algorithms[agent].RoundAsync(_rounds[agent], _exchanges[agent], CancellationToken.None);
        _rounds[agent]++;
        if (Array.TrueForAll(_rounds, rounds => rounds > 0))
        {
            _exchanges[agent].Publish(_rounds[agent], default);
        }
    }

    /// <summary>So many rounds of each of these agents, as fast as each can.</summary>
    public Task RunAsync(int rounds, params int[] agents) =>
        Task.WhenAll(agents.Select(agent => Task.Run(() => RunOneAsync(rounds, agent))));

    /// <summary>So many rounds of everybody.</summary>
    public Task RunAsync(int rounds) => RunAsync(rounds, [.. Enumerable.Range(0, Algorithms.Count)]);

    /// <summary>Everybody hears how far this agent is.</summary>
    public void TellRounds(int agent) => _exchanges[agent].Publish(_rounds[agent], default);

    /// <summary>The agent ends, and does not come back.</summary>
    public async Task LoseAsync(int agent, bool isForGood)
    {
        await EndServingAsync(agent);
        await _exchanges[agent].LeaveAsync(isForGood);
        await _exchanges[agent].DisposeAsync();
    }

    /// <summary>Waits until a condition holds that the serving of letters brings about.</summary>
    public static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Yield();
        }
    }

    /// <summary>All stop serving, as after the last round.</summary>
    public Task EndAsync() => Task.WhenAll(Enumerable.Range(0, Algorithms.Count).Select(EndServingAsync));

    /// <summary>What an agent would write into its checkpoint.</summary>
    public AlgorithmState State(int agent)
    {
        var state = new AlgorithmState();
        Algorithms[agent].Save(state);
        return state;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        foreach (var exchange in _exchanges)
        {
            await exchange.DisposeAsync();
        }

        _ends.ForEach(end => end.Dispose());
    }

    private async Task RunOneAsync(int rounds, int agent)
    {
        for (var k = 0; k < rounds; k++)
        {
            await RunRoundAsync(agent);
        }
    }

    private async Task EndServingAsync(int agent)
    {
        await _ends[agent].CancelAsync();
        await _serving[agent].ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
