using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Algorithms;

/// <summary>
/// An algorithm whose agents each train a part of the model. <see cref="IAlgorithm.Weights"/> has length Q all the
/// same; the other agents' parts in it are as old as the last assembly, which every round that evaluates ends with.
/// </summary>
internal interface IAssembledAlgorithm : IAlgorithm
{
    /// <summary>
    /// Puts the present parts of all agents together, once all have agreed to stop after so many rounds; all call it,
    /// and where the last round has done it already, it does nothing.
    /// </summary>
    ValueTask AssembleAsync(int roundsDone, IRoundExchange neighbours, CancellationToken cancellation);
}
