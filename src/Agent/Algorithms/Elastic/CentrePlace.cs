using Murmuration.Agent.Configuration;
using Murmuration.Agent.Training;
using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Algorithms.Elastic;

/// <summary>
/// An agent's place in the tree of centres, found anew when agents have come, gone or lost their state.
/// </summary>
internal sealed class CentrePlace
{
    private readonly AgentPlace _agent;
    private readonly AlgorithmOptions _options;
    private bool _isOld = true;

    public CentrePlace(AgentPlace agent, AlgorithmOptions options)
    {
        (_agent, _options) = (agent, options);
        Tree = ElasticTree.OfAll(agent.Schedule, options.Elastic);
        Rates = new(Tree, options);
    }

    /// <summary>The tree as the agent knows it.</summary>
    public ElasticTree Tree { get; private set; }

    /// <summary>The rates of the tree.</summary>
    public ElasticRates Rates { get; private set; }

    /// <summary>The agent itself.</summary>
    public int Own => _agent.AgentIndex;

    /// <summary>The agent above it, −1 for none.</summary>
    public int Parent => Tree.ParentOf(Own);

    /// <summary>Whether it holds a centre.</summary>
    public bool IsHost => Tree.IsHost(Own);

    /// <summary>The agents that it has elastic links with.</summary>
    public IEnumerable<int> Relatives => Parent < 0 ? Tree.ChildrenOf(Own) : Tree.ChildrenOf(Own).Append(Parent);

    /// <summary>The next round looks who takes part.</summary>
    public void Forget() => _isOld = true;

    /// <summary>Looks who takes part, if that may have changed; true when it has looked.</summary>
    public bool TryFind(IRoundExchange neighbours)
    {
        if (!_isOld)
        {
            return false;
        }

        _isOld = false;
        if (_options.Elastic.OnLoss == CentreLossRule.Replace)
        {
            Tree = ElasticTree.Of(_agent.Schedule, TakingPart(neighbours.Records), _options.Elastic.Centre);
            Rates = new(Tree, _options);
        }

        return true;
    }

    private bool[] TakingPart(IReadOnlyList<AgentRecord> records)
    {
        var takesPart = new bool[_agent.Schedule.Agents.Count];
        foreach (var record in records.Where(Membership.IsMember))
        {
            takesPart[record.AgentIndex] = true;
        }

        return takesPart;
    }
}
