using Murmuration.Agent.Configuration;
using Murmuration.Agent.Metrics;

namespace Murmuration.Agent.Control;

/// <summary>Where the state of a network comes from.</summary>
internal interface INetworkSource
{
    /// <summary>Asks an agent what it knows of the network.</summary>
    /// <exception cref="ConfigurationException">None answers.</exception>
    Task<NetworkSnapshot> LookAsync(CancellationToken cancellation);
}
