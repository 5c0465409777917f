namespace Murmuration.Agent.Algorithms.Leaders;

/// <summary>The letters of LSGD; their numbers are the kinds on the wire. Scalars: round of the sender, its
/// loss.</summary>
internal static class LeaderLetter
{
    /// <summary>How well the sender does; no vector.</summary>
    public const int Loss = 1;

    /// <summary>The weights of the leader of the sender's group.</summary>
    public const int OfGroup = 2;

    /// <summary>The weights of the leader of all.</summary>
    public const int OfAll = 3;

    /// <summary>The weights of who leads all, and so its own group too.</summary>
    public const int OfBoth = 4;
}
