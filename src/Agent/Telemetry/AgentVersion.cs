using System.Reflection;

namespace Murmuration.Agent.Telemetry;

/// <summary>The version of this program.</summary>
internal static class AgentVersion
{
    /// <summary>For example 0.1.0.</summary>
    public static string Text { get; } = (typeof(AgentVersion).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0").Split('+')[0];
}
