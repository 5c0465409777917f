namespace Murmuration.Gossip.Exchange;

/// <summary>How much memory the letters of a link may take, in each direction.</summary>
/// <param name="Length">Most floats in a letter.</param>
/// <param name="Capacity">Most letters that have been sent and not been taken.</param>
internal readonly record struct LetterLimits(int Length, int Capacity)
{
    /// <summary>Of exchanges opened without a word on letters.</summary>
    public const int DefaultCapacity = 4;
}
