using System.Text.Json;
using Murmuration.Agent.Training;

namespace Murmuration.Agent.Metrics;

/// <summary>What an agent knows of the whole network, at any moment; safe to call from any thread.</summary>
internal sealed class NetworkWatch(AgentSetup setup, RunControl control, TimeProvider time)
{
    private readonly IReadOnlyList<string> _ids = [.. setup.Schedule.Agents.Select(agent => agent.Id)];
    private readonly Lock _gate = new();
    private NetworkTotals? _newest;

    /// <summary>The network now.</summary>
    public NetworkSnapshot Now()
    {
        List<KnownAgent> agents =
        [
            .. control.Records().Select(
                one => KnownAgent.Of(one, _ids[one.AgentIndex], control.Exchange?.RecordAge(one.AgentIndex))),
        ];
        return new(setup.Run.Name, setup.Schedule.Name, setup.Id, setup.Run.Rounds, time.GetUtcNow(), agents)
        {
            Algorithm = JsonNamingPolicy.CamelCase.ConvertName($"{setup.Run.Algorithm.Name}"),
            Totals = Remember(NetworkTotals.Of(agents, setup.Run.Rounds)),
            Ids = _ids,
        };
    }

    /// <summary>Figures from sketches are known only while all agents tell of the same round.</summary>
    private NetworkTotals Remember(NetworkTotals totals)
    {
        lock (_gate)
        {
            _newest = totals.After(_newest);
            return _newest;
        }
    }
}
