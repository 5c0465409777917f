namespace Murmuration.Simulation.Tests.Virtual;

/// <summary>One planned fault.</summary>
/// <param name="Kind">What goes wrong.</param>
/// <param name="Agent">Where; of a link, the sending end.</param>
/// <param name="Peer">The other end of a link.</param>
/// <param name="Round">It comes when the agent begins this round, or with the next message after that.</param>
/// <param name="Duration">How long it lasts.</param>
internal sealed record Fault(FaultKind Kind, int Agent, int Peer, int Round, TimeSpan Duration)
{
    /// <summary>How often it has fired.</summary>
    public int Fired { get; set; }

    public bool IsOfMessage =>
        Kind is FaultKind.Lose or FaultKind.Delay or FaultKind.Duplicate or FaultKind.Reorder;
}
