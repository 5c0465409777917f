namespace Murmuration.Gossip.Tests.Transport.Fuzz;

/// <summary>
/// What has happened to fuzzed agents: a run in which one of these never happens has tested less than it seems.
/// </summary>
internal sealed record FuzzTally(
    long ReadToEnd = 0,
    long Violations = 0,
    long HeldBack = 0,
    long Duplicates = 0,
    long Stale = 0,
    long Declined = 0,
    long Settled = 0,
    long Letters = 0,
    long LettersDropped = 0,
    long NewLives = 0)
{
    public static FuzzTally operator +(FuzzTally one, FuzzTally other) => new(
        one.ReadToEnd + other.ReadToEnd,
        one.Violations + other.Violations,
        one.HeldBack + other.HeldBack,
        one.Duplicates + other.Duplicates,
        one.Stale + other.Stale,
        one.Declined + other.Declined,
        one.Settled + other.Settled,
        one.Letters + other.Letters,
        one.LettersDropped + other.LettersDropped,
        one.NewLives + other.NewLives);

    /// <summary>True when everything has happened that can. On directed links nothing is declined or settled.</summary>
    public bool IsFull(bool isDirected) =>
        ReadToEnd > 0 && Violations > 0 && HeldBack > 0 && Duplicates > 0 && Stale > 0 && NewLives > 0
        && Letters > 0 && LettersDropped > 0
        && (isDirected || (Declined > 0 && Settled > 0));
}
