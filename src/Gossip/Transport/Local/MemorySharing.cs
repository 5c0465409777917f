namespace Murmuration.Gossip.Transport.Local;

/// <summary>What the two ends of a connection on one machine have found out about each other's memory; guarded by the
/// lock of the exchange.</summary>
/// <param name="memory">The neighbour's memory.</param>
/// <param name="unreadable">What earlier connections have found.</param>
/// <param name="writer">Tells the neighbour.</param>
internal sealed class MemorySharing(NeighbourMemory memory, UnreadableMemory unreadable, ConnectionWriter writer)
{
    /// <summary>The neighbour's number was found; it has been told.</summary>
    public bool CanRead { get; private set; }

    /// <summary>Tries what the neighbour offers, and takes its word on this agent's memory.</summary>
    public void Take(long address, long number, bool canBeRead)
    {
        if (canBeRead)
        {
            writer.Share();
        }

        if (CanRead || unreadable.Is(memory.Process))
        {
            return;
        }

        if (memory.Finds(number, address))
        {
            CanRead = true;
            writer.OfferMemory(canRead: true);
        }
        else
        {
            unreadable.Note(memory.Process);
        }
    }

    /// <summary>Fills a destination from an address in the neighbour's memory.</summary>
    /// <exception cref="IOException">It cannot be read; the next connection does without.</exception>
    public void Read(long address, Span<byte> destination)
    {
        try
        {
            memory.Read(address, destination);
        }
        catch (IOException)
        {
            unreadable.Note(memory.Process);
            throw;
        }
    }
}
