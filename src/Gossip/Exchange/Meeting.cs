namespace Murmuration.Gossip.Exchange;

/// <summary>What comes of two ends of a link comparing their state.</summary>
internal enum Meeting
{
    /// <summary>They fit together, or begin anew.</summary>
    Agreed,

    /// <summary>The other has forgotten messages that it had sent or confirmed: it must take a new
    /// incarnation.</summary>
    TheyForgot,

    /// <summary>This agent has forgotten messages that it had sent or confirmed: it must take a new
    /// incarnation.</summary>
    WeForgot,
}
