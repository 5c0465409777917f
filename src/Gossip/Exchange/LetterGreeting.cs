namespace Murmuration.Gossip.Exchange;

/// <summary>What one end of a link says of its letters when the two meet, beside those that it has taken; all are
/// counts from the begin of the two lives.</summary>
/// <param name="Sent">Its letters that have gone out completely.</param>
/// <param name="Confirmed">Its letters that it knows to have been taken.</param>
/// <param name="Arrived">Letters of the other that have come completely.</param>
internal readonly record struct LetterGreeting(long Sent, long Confirmed, long Arrived);
