namespace Murmuration.Gossip.Topologies;

/// <summary>A link of one round by agent indices: an unordered pair (kept with the lower index first), or from one
/// agent to another in a directed schedule.</summary>
/// <param name="From">The sender; the lower index of an undirected link.</param>
/// <param name="To">The receiver; the higher index of an undirected link.</param>
/// <param name="Weight">The explicit mixing weight c_ij in (0, 1), or null when a rule gives it.</param>
public readonly record struct Link(int From, int To, double? Weight = null) : IComparable<Link>
{
    /// <summary>Orders links by their first and then by their second agent; weights do not count.</summary>
    public int CompareTo(Link other) => From != other.From ? From.CompareTo(other.From) : To.CompareTo(other.To);

    /// <summary>Whether the first link stands before the second.</summary>
    public static bool operator <(Link left, Link right) => left.CompareTo(right) < 0;

    /// <summary>Whether the first link stands after the second.</summary>
    public static bool operator >(Link left, Link right) => left.CompareTo(right) > 0;

    /// <summary>Whether the first link does not stand after the second.</summary>
    public static bool operator <=(Link left, Link right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the first link does not stand before the second.</summary>
    public static bool operator >=(Link left, Link right) => left.CompareTo(right) >= 0;

    /// <summary>The same link with the lower index first, which is the one form of an undirected link.</summary>
    internal Link Normalized(bool directed) => directed || From < To ? this : new Link(To, From, Weight);
}
