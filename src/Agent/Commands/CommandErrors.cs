using System.CommandLine;
using System.CommandLine.Parsing;
using Murmuration.Agent.Checkpoints;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Agent.Simulation;
using Murmuration.Agent.Training;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Commands;

/// <summary>Turns what goes wrong into one line on standard error and an exit code.</summary>
internal static class CommandErrors
{
    /// <summary>What every error line begins with.</summary>
    public const string Prefix = "murmur: ";

    private const int Failed = 1;
    private const int Misunderstood = 2;

    /// <summary>Says what is wrong with the command line and where its help is.</summary>
    public static int Report(ParseResult parsed)
    {
        foreach (var message in parsed.Errors.Select(Plain).Distinct(StringComparer.Ordinal))
        {
            Console.Error.WriteLine(Prefix + message);
        }

        Console.Error.WriteLine($"Try 'murmur {PathOf(parsed.CommandResult)}--help'.");
        return Misunderstood;
    }

    /// <summary>
    /// Runs a command; an error that a user can cause becomes one line, anything else says that it is a defect.
    /// </summary>
    public static async Task<int> GuardAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (Exception e) when (IsExpected(e))
        {
            Console.Error.WriteLine(Prefix + e.Message);
            return Failed;
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"{Prefix}this is a defect, please report it: {e}");
            return Failed;
        }
    }

    /// <summary>Whether a user, a file or a network can cause the error, so that its message is enough.</summary>
    public static bool IsExpected(Exception e) => e is ConfigurationException or DataException or CheckpointException
        or SimulationException or DivergedException or TopologyException or ExchangeException
        or DeviceUnavailableException or IOException or UnauthorizedAccessException;

    private static string Plain(ParseError error)
    {
        const string marker = " as expected type ";
        var cut = error.Message.IndexOf(marker, StringComparison.Ordinal);
        if (cut < 0)
        {
            return error.Message;
        }

        var kind = error.Message[cut..].Contains("Int32", StringComparison.Ordinal)
            ? ": a whole number is needed"
            : ": not a valid value";
        return error.Message[..cut].Replace("Cannot parse argument", "cannot use", StringComparison.Ordinal) + kind;
    }

    private static string PathOf(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{PathOf(parent)}{command.Command.Name} " : "";
}
