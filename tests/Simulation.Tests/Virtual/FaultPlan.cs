namespace Murmuration.Simulation.Tests.Virtual;

/// <summary>All faults of one run, by agent and round.</summary>
internal sealed class FaultPlan(IReadOnlyList<Fault> faults)
{
    private readonly Dictionary<(int, int), int> _letters = [];

    public static FaultPlan None { get; } = new([]);

    public IReadOnlyList<Fault> Faults => faults;

    /// <summary>The faults that come with an agent's round.</summary>
    public IEnumerable<Fault> OnRound(int agent, int round) => faults.Where(
        fault => !fault.IsOfMessage && fault.Fired == 0 && fault.Agent == agent && fault.Round <= round);

    /// <summary>The fault that comes with a letter: by how many the one has sent to the other.</summary>
    public Fault? OnLetter(int agent, int peer)
    {
        var count = _letters.GetValueOrDefault((agent, peer));
        _letters[(agent, peer)] = count + 1;
        return OnMessage(agent, peer, count);
    }

    /// <summary>The fault that comes with a message.</summary>
    public Fault? OnMessage(int agent, int peer, int round)
    {
        foreach (var fault in faults)
        {
            if (fault.IsOfMessage && fault.Fired == 0 && fault.Round <= round
                && (fault.Agent, fault.Peer) == (agent, peer))
            {
                fault.Fired++;
                return fault;
            }
        }

        return null;
    }
}
