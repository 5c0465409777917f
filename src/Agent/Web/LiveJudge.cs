using Murmuration.Agent.Metrics;
using Murmuration.Agent.Reports.Runs;
using Murmuration.Agent.Reports.Sections;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Web;

/// <summary>Says how the agents of a running network fare, from what they tell and from how long they have been
/// silent.</summary>
internal sealed class LiveJudge
{
    /// <summary>Agents tell of themselves several times a second where rounds are short.</summary>
    private const double PatientSeconds = 5;

    /// <summary>An agent tells of itself after a round: so many rounds may pass without a word.</summary>
    private const double PatientRounds = 4;

    private const int FewRounds = 20;
    private const double FarBehind = 0.05;

    private readonly TopologySchedule _schedule;
    private readonly IReadOnlyList<KnownAgent?> _agents;
    private readonly int _rounds;
    private readonly string? _observer;
    private readonly int _farthest;
    private readonly double _usualAge;
    private readonly HashSet<int> _unreachable;

    /// <summary>Looks at all agents.</summary>
    /// <param name="schedule">The network.</param>
    /// <param name="agents">What is known of each, in agent order; null where nothing is.</param>
    /// <param name="rounds">Rounds that the run is to have.</param>
    /// <param name="observer">Id of the agent that knows this, which is never silent to itself.</param>
    public LiveJudge(TopologySchedule schedule, IEnumerable<KnownAgent?> agents, int rounds, string? observer)
    {
        (_schedule, _agents, _rounds, _observer) = (schedule, [.. agents], rounds, observer);
        _farthest = _agents.Max(agent => agent?.Round ?? 0);
        double[] ages = [.. _agents.Where(IsHeard).Select(agent => agent!.Age ?? 0).Order()];
        _usualAge = ages.Length == 0 ? 0 : ages[ages.Length / 2];
        _unreachable = [.. Enumerable.Range(0, _agents.Count).Where(IsUnreachable)];
    }

    /// <summary>How an agent fares, also in words.</summary>
    public (Standing Standing, string Text) Of(int index) => _agents[index] switch
    {
        null or { Incarnation: 0, News: null } => (Standing.Unknown, "not heard of yet"),
        { Status: nameof(AgentStatus.Departed) } => (Standing.Departed, "has left, or been given up"),
        { Status: nameof(AgentStatus.Away) } away when away.Round >= _rounds => (Standing.Done, "done"),
        { Status: nameof(AgentStatus.Away) } away when away.Round == _farthest && !_agents.Any(IsHeard) =>
            (Standing.Done, "stopped with all others"),
        { Status: nameof(AgentStatus.Away) } away => (Standing.Away, $"away{AgeText(away)}"),
        { } present => OfPresent(index, present),
    };

    private (Standing Standing, string Text) OfPresent(int index, KnownAgent agent)
    {
        if (agent.Round >= _rounds)
        {
            return (Standing.Done, "done");
        }

        if (IsSilent(agent))
        {
            return _unreachable.Contains(index)
                ? (Standing.Lost, $"lost, silent{AgeText(agent)}")
                : (Standing.Silent, $"silent{AgeText(agent)}");
        }

        if (agent.Round < _farthest - Math.Max(FewRounds, FarBehind * _farthest))
        {
            return (Standing.Behind, $"{_farthest - agent.Round:#,0} rounds behind");
        }

        return (Standing.Present, agent.News?.SuspendedLinks > 0 ? "trains, a link suspended" : "trains");
    }

    private static bool IsHeard(KnownAgent? agent) => agent is { IsPresent: true };

    /// <summary>Silent for longer than its rounds explain, and than the others are: when all wait for one, all are
    /// silent.</summary>
    private bool IsSilent(KnownAgent agent)
    {
        var pace = agent.News is { } news && agent.Round > news.FirstRound
            ? news.Seconds / (agent.Round - news.FirstRound)
            : 0;
        return agent.Id != _observer
            && agent.Age > Math.Max(PatientSeconds, PatientRounds * pace)
            && agent.Age > 2 * _usualAge;
    }

    /// <summary>Every neighbour that tells of a link with it says that there is no connection.</summary>
    private bool IsUnreachable(int index)
    {
        var states = _schedule.EverNeighbours(index)
            .SelectMany(neighbour => _agents[neighbour]?.News?.Links ?? [])
            .Where(link => link.To == index)
            .Select(link => link.State)
            .ToList();
        return states.Count > 0 && states.TrueForAll(state => state == LinkState.Down);
    }

    private static string AgeText(KnownAgent agent) =>
        agent.Age is { } age ? $" for {Tiles.TimeText(Math.Round(age))}" : "";
}
