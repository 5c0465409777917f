using Murmuration.Agent.Configuration;
using Murmuration.Agent.Metrics;

namespace Murmuration.Agent.Control;

/// <summary>The control sockets of this user's agents; when the agent that was asked has ended, another one of its
/// network is asked.</summary>
internal sealed class ControlSource(string? run, string? id) : INetworkSource
{
    private (string Socket, string Network)? _agent;

    public async Task<NetworkSnapshot> LookAsync(CancellationToken cancellation)
    {
        if (_agent is { } known)
        {
            try
            {
                return await AskAsync(known.Socket, cancellation);
            }
            catch (ConfigurationException)
            {
                // It has ended, or is about to.
            }
        }

        var found = await ControlClient.FindAsync(run, id, cancellation, _agent?.Network);
        _agent = (found.Socket, found.Agent.Network);
        return await AskAsync(found.Socket, cancellation);
    }

    private static async Task<NetworkSnapshot> AskAsync(string socket, CancellationToken cancellation)
    {
        var reply = await ControlClient.AskInTimeAsync(socket, ControlDesk.Status, cancellation);
        return reply.Snapshot ?? throw new ConfigurationException(
            $"agent '{reply.Id}' tells nothing of its network: {reply.Error ?? "it is of another version"}");
    }
}
