using Murmuration.Agent.Metrics;

namespace Murmuration.Agent.Reports.Runs;

/// <summary>
/// The whole network round by round, from agents that are read one after another. It holds at most so many rounds: when
/// it is full, it keeps every second, then every fourth, and so on.
/// </summary>
/// <param name="most">Most rounds that are held.</param>
internal sealed class NetworkSums(int most)
{
    private readonly Dictionary<int, NetworkSum> _sums = [];
    private long _stride = 1;

    /// <summary>Adds an agent's report.</summary>
    public void Add(RoundMetrics metrics)
    {
        if (metrics.Round % _stride != 0)
        {
            return;
        }

        if (!_sums.TryGetValue(metrics.Round, out var sum))
        {
            _sums[metrics.Round] = sum = new();
            sum.Begin(metrics.Round);
        }

        sum.Add(metrics);
        while (_sums.Count > most)
        {
            _stride *= 2;
            foreach (var round in _sums.Keys.Where(round => round % _stride != 0).ToList())
            {
                _sums.Remove(round);
            }
        }
    }

    /// <summary>The rounds that everybody has reported who then took part, ascending.</summary>
    /// <param name="agentsIn">How many agents took part in a round.</param>
    public IEnumerable<NetworkRound> Complete(Func<int, int> agentsIn) => _sums.Values
        .Where(sum => sum.Agents == agentsIn(sum.Round))
        .OrderBy(sum => sum.Round)
        .Select(sum => sum.ToRound());
}
