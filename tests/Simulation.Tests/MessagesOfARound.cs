using System.Runtime.CompilerServices;
using Murmuration.Gossip.Exchange;

namespace Murmuration.Simulation.Tests;

/// <summary>Messages of a round made up by a test; an exchange alone makes them otherwise.</summary>
internal static class MessagesOfARound
{
    /// <summary>The agent's own contribution, the others' and what came late.</summary>
    public static RoundMessages Create(
        Contribution own, IReadOnlyList<Contribution> others, params IReadOnlyList<Settlement> late)
    {
        var messages = new RoundMessages();
        Start(messages, 0, 1 + others.Count);
        AddOwn(messages, own);
        foreach (var contribution in others)
        {
            Add(messages, contribution);
        }

        foreach (var settlement in late)
        {
            AddSettlement(messages, settlement);
        }

        return messages;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method)]
    private static extern void Start(RoundMessages messages, int round, int capacity);

    [UnsafeAccessor(UnsafeAccessorKind.Method)]
    private static extern void AddOwn(RoundMessages messages, in Contribution contribution);

    [UnsafeAccessor(UnsafeAccessorKind.Method)]
    private static extern void Add(RoundMessages messages, in Contribution contribution);

    [UnsafeAccessor(UnsafeAccessorKind.Method)]
    private static extern void AddSettlement(RoundMessages messages, in Settlement settlement);
}
