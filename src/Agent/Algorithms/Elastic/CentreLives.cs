using Murmuration.Agent.Training;
using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Algorithms.Elastic;

/// <summary>Which life of every agent the letters of this one belong to.</summary>
internal sealed class CentreLives(int agentCount, int own)
{
    private const long Gone = -1;

    private readonly long[] _lives = new long[agentCount];

    /// <summary>Takes the present lives; says whether this agent, and the given one, if any, is in another than it was.
    /// </summary>
    public (bool Own, bool Other) Renew(IReadOnlyList<AgentRecord> records, int other)
    {
        var (ownBefore, otherBefore) = (_lives[own], other < 0 ? 0 : _lives[other]);
        Array.Fill(_lives, Gone);
        foreach (var record in records)
        {
            _lives[record.AgentIndex] = Membership.IsMember(record) ? record.Incarnation : Gone;
        }

        return (_lives[own] != ownBefore, other >= 0 && _lives[other] != otherBefore);
    }

    /// <summary>Puts the lives of this agent and another into a state.</summary>
    public void Save(AlgorithmState state, int other)
    {
        state.Set("OwnLife", _lives[own]);
        state.Set("HostLife", other < 0 ? 0 : _lives[other]);
    }

    /// <summary>Takes them up again.</summary>
    public void Load(AlgorithmState state, int other)
    {
        _lives[own] = (long)state.Number("OwnLife");
        if (other >= 0)
        {
            _lives[other] = (long)state.Number("HostLife");
        }
    }
}
