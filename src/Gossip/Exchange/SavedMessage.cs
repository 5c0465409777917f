namespace Murmuration.Gossip.Exchange;

/// <summary>A neighbour's message that came from a checkpoint.</summary>
internal sealed class SavedMessage : RoundMessage
{
    public SavedMessage(int round, ulong epoch, float[] vectors, double[] scalars) =>
        (Round, Epoch, Vectors, Scalars) = (round, epoch, vectors, scalars);

    public override void Release()
    {
        // The garbage collector owns it.
    }
}
