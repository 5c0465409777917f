using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms.Decoupled;

/// <summary>
/// Brings the whole model to every agent of a chain: the weights of modules 0 … k travel from k to k + 1, those of k …
/// K − 1 from k to k − 1. Every link of the chain carries Q floats in all, in as many hops as the chain is long.
/// </summary>
internal sealed class ChainAssembly
{
    private readonly IDevice _device;
    private readonly StepMail _mail;
    private readonly DeviceVector _weights;
    private readonly int _start;
    private readonly int _end;
    private readonly Flow? _toAfter;
    private readonly Flow? _fromBefore;
    private readonly Flow? _toBefore;
    private readonly Flow? _fromAfter;

    /// <summary>Opens the flows of a chain.</summary>
    /// <param name="device">Where the weights live.</param>
    /// <param name="place">The agent's place.</param>
    /// <param name="mail">Its letters.</param>
    /// <param name="weights">All weights, length Q.</param>
    /// <param name="start">The first of the own weights.</param>
    /// <param name="length">Number of own weights.</param>
    public ChainAssembly(
        IDevice device, ModulePlace place, StepMail mail, DeviceVector weights, int start, int length)
    {
        (_device, _mail, _weights, _start, _end) = (device, mail, weights, start, start + length);
        var rest = weights.Length - start;
        if (place.Before is { } before)
        {
            _fromBefore = mail.Incoming(before, LetterKind.EarlierModules, _start);
            _toBefore = mail.Outgoing(before, LetterKind.LaterModules, rest);
        }

        if (place.After is { } after)
        {
            _toAfter = mail.Outgoing(after, LetterKind.EarlierModules, _end);
            _fromAfter = mail.Incoming(after, LetterKind.LaterModules, weights.Length - _end);
        }
    }

    /// <summary>Sends the own weights and takes the others' after a round; every agent of the chain does.</summary>
    public async ValueTask RunAsync(int round, IMailbox mailbox, CancellationToken cancellation)
    {
        await PassAsync(round, _fromBefore, at: 0, _toAfter, first: 0, _end, mailbox, cancellation);
        await PassAsync(round, _fromAfter, at: _end, _toBefore, _start, _weights.Length, mailbox, cancellation);
    }

    /// <summary>Takes what comes from one side to its place, and sends all from there to the own weights on to the
    /// other.</summary>
    private async ValueTask PassAsync(
        int round,
        Flow? from,
        int at,
        Flow? to,
        int first,
        int end,
        IMailbox mailbox,
        CancellationToken cancellation)
    {
        if (from is not null)
        {
            var letter = await _mail.ReceiveAsync(mailbox, from, round, cancellation);
            _device.Copy(letter.Vector, _weights.Slice(at, from.Capacity));
        }

        if (to is not null)
        {
            if (to.Find(round) is null)
            {
                _device.Copy(_weights.Slice(first, end - first), to.TakeNext().Begin(round, end - first));
            }

            await _mail.SendAsync(mailbox, to, round, cancellation);
        }
    }
}
