namespace Murmuration.Simulation.Tests.Virtual;

/// <summary>What an agent remembers of its letters: all that it has sent and taken, and its state when it ended in
/// order.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Sent">Letters that its mailbox has accepted, in order.</param>
/// <param name="Taken">Letters that it has taken, in order.</param>
/// <param name="Links">The exchange's state, null when it is not exact.</param>
internal sealed record LetterHistory(
    int Step, List<LetterRecord> Sent, List<LetterRecord> Taken, ReadOnlyMemory<byte>? Links)
{
    public LetterHistory Copy() => this with { Sent = [.. Sent], Taken = [.. Taken] };
}
