namespace Murmuration.Gossip.Transport.Local;

/// <summary>What the two ends of a connection on one machine have found out about each other's memory; guarded by the
/// lock of the exchange.</summary>
internal sealed class MemorySharing(NeighbourMemory memory, ConnectionWriter writer)
{
    public NeighbourMemory Memory => memory;

    /// <summary>The neighbour's number was found; it has been told.</summary>
    public bool CanRead { get; private set; }

    /// <summary>Tries what the neighbour offers, and takes its word on this agent's memory.</summary>
    public void Take(long address, long number, bool canBeRead)
    {
        if (canBeRead)
        {
            writer.Share();
        }

        if (!CanRead && memory.Finds(number, address))
        {
            CanRead = true;
            writer.OfferMemory(canRead: true);
        }
    }
}
