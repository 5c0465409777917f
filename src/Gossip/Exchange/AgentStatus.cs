namespace Murmuration.Gossip.Exchange;

/// <summary>Whether an agent takes part in the run.</summary>
public enum AgentStatus
{
    /// <summary>It takes part, or has crashed without anybody knowing.</summary>
    Present = 0,

    /// <summary>It has ended in order and may come back; its share of the tracked sum is in its checkpoint.</summary>
    Away = 1,

    /// <summary>It has left for good, or was declared dead: it is out of the sum.</summary>
    Departed = 2,
}
