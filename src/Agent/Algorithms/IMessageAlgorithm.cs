using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Algorithms;

/// <summary>
/// An algorithm whose round is one exchange of messages between two computations. Whoever drives its rounds can wait
/// for the exchange itself, in one loop for all rounds: a round of its own that waits would be an allocation per round.
/// </summary>
internal interface IMessageAlgorithm : IAlgorithm
{
    /// <summary>What round n does before the exchange; the message, which is valid until the round ends.</summary>
    AgentMessage Propose(int round);

    /// <summary>What round n + 1 needs of the agent alone; done while the messages of round n travel.</summary>
    void Prepare(int round)
    {
    }

    /// <summary>What round n does with the messages of the agent and its neighbours.</summary>
    void Adopt(int round, RoundMessages messages);
}
