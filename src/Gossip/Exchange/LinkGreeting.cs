namespace Murmuration.Gossip.Exchange;

/// <summary>What one end of a link says of its state when the two meet.</summary>
/// <param name="Incarnation">Incarnation of the agent that says it.</param>
/// <param name="PeerIncarnation">Incarnation of the other that this end's state refers to, 0 when it has none.</param>
/// <param name="Sent">Round of its newest message on this link, −1 before the first.</param>
/// <param name="Confirmed">Round of its newest message on this link that it knows to have come.</param>
/// <param name="Report">What it has received and declined, the round it is in, and the letters it has taken.</param>
/// <param name="Letters">Its letters, sent and arrived.</param>
internal readonly record struct LinkGreeting(
    long Incarnation,
    long PeerIncarnation,
    int Sent,
    int Confirmed,
    LinkReport Report,
    LetterGreeting Letters = default);
