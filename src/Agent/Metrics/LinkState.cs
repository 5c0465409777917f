using System.Text.Json.Serialization;

namespace Murmuration.Agent.Metrics;

/// <summary>Whether messages pass over a link, as one end sees it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LinkState>))]
internal enum LinkState
{
    /// <summary>Connected, and every round is settled.</summary>
    Up,

    /// <summary>A round is still to be settled, so no new one travels.</summary>
    Suspended,

    /// <summary>There is no connection.</summary>
    Down,

    /// <summary>The agent at the other end has ended in order.</summary>
    Closed,
}
