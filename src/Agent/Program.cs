using Murmuration.Agent.Commands;

namespace Murmuration.Agent;

/// <summary>The command <c>murmur</c>.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => MurmurCommand.RunAsync(args);
}
