namespace Murmuration.Simulation.Tests.Virtual;

/// <summary>A letter as its sender and its receiver note it down.</summary>
/// <param name="Neighbour">The other one.</param>
/// <param name="Id">One of its own in the whole run; grows with time.</param>
/// <param name="Number">Its number on the link; −1 at its sender, who does not know it.</param>
internal readonly record struct LetterRecord(int Neighbour, long Id, long Number);
