namespace Murmuration.Gossip.Exchange;

/// <summary>Memory of letters in one direction of a link that is free for the next ones. Safe to call from any
/// thread.</summary>
/// <param name="limits">Twice the letters of a link are held at most: as many may be in use by the receiver while as
/// many wait.</param>
internal sealed class LetterPool(LetterLimits limits)
{
    private readonly Lock _gate = new();
    private readonly Stack<LetterSlot> _free = new();

    /// <summary>Most floats in a letter.</summary>
    public int MaxLength => limits.Length;

    public LetterSlot Rent()
    {
        lock (_gate)
        {
            return _free.TryPop(out var slot) ? slot : new(this);
        }
    }

    public void Return(LetterSlot slot)
    {
        lock (_gate)
        {
            if (_free.Count < 2 * limits.Capacity)
            {
                _free.Push(slot);
            }
        }
    }
}
