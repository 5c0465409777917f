namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>Orders names as people count: <c>round-2</c> before <c>round-10</c>.</summary>
internal sealed class NaturalOrder : IComparer<string>
{
    public int Compare(string? x, string? y)
    {
        var first = x.AsSpan();
        var second = y.AsSpan();
        while (first.Length > 0 && second.Length > 0)
        {
            var (digits, otherDigits) = (Digits(first), Digits(second));
            var order = digits > 0 && otherDigits > 0
                ? CompareNumbers(first[..digits], second[..otherDigits])
                : first[0].CompareTo(second[0]);
            if (order != 0)
            {
                return order;
            }

            first = first[Math.Max(1, digits)..];
            second = second[Math.Max(1, otherDigits)..];
        }

        return first.Length.CompareTo(second.Length);
    }

    private static int Digits(ReadOnlySpan<char> text) =>
        text.IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : text.Length;

    private static int CompareNumbers(ReadOnlySpan<char> first, ReadOnlySpan<char> second)
    {
        var a = first.TrimStart('0');
        var b = second.TrimStart('0');
        return a.Length != b.Length ? a.Length.CompareTo(b.Length) : a.SequenceCompareTo(b);
    }
}
