using System.CommandLine;
using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Topologies.Formats;

namespace Murmuration.Agent.Commands;

/// <summary><c>murmur topology convert</c>: topology files from and to other programs' formats.</summary>
internal static class TopologyConvertCommand
{
    private static readonly string Formats = string.Join(", ", TopologyImport.FormatNames);

    private static readonly Argument<string[]> Files = new("files")
    {
        Description = "Topology files of any format; several, or those of a folder, are rounds that follow each other.",
        HelpName = "IN",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> Output = new("--output", "-o")
    {
        Description = "File to write; standard output by default.",
        HelpName = "OUT",
    };

    private static readonly Option<string?> From = new("--from")
    {
        Description = $"Format of the files where ending and content do not tell: {Formats}.",
        HelpName = "FORMAT",
    };

    private static readonly Option<string?> To = new("--to")
    {
        Description = "Format to write where the ending does not tell; json, our own, is the only one with addresses "
            + "and with more than one round.",
        HelpName = "FORMAT",
    };

    private static readonly Option<int?> Round = new("--round")
    {
        Description = "Write the links of this round alone.",
        HelpName = "N",
        Validators = { CommonOptions.Range("--round", 0, int.MaxValue) },
    };

    private static readonly Option<int> RoundsEach = new("--rounds-each")
    {
        Description = "For how many rounds each of several files stands.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
        Validators = { CommonOptions.Range("--rounds-each", 1, 1_000_000) },
    };

    private static readonly Option<bool> Directed = new("--directed")
    {
        Description = "Links go one way, from the first agent to the second, whatever the files say.",
    };

    private static readonly Option<bool> Undirected = new("--undirected")
    {
        Description = "Links go both ways, whatever the files say.",
    };

    private static readonly Option<LinkNumbers> Numbers = new("--numbers")
    {
        Description = "What numbers at links mean: mixing weights (mixing), nothing (ignore), or mixing weights where "
            + "they can be (auto).",
        HelpName = "auto|mixing|ignore",
    };

    private static readonly Option<bool> LargestGroup = new("--largest-group")
    {
        Description = "Take only the largest group of agents that reach each other.",
    };

    private static readonly Option<string?> Addresses = new("--addresses")
    {
        Description = "File with a line ID,HOST:PORT for every agent, for agents on machines of their own.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> HostPattern = new("--host-pattern")
    {
        Description = "Address of every agent with {id}, {index} or {index+N} in it, for example {id}.lan:7700.",
        HelpName = "PATTERN",
    };

    private static readonly Option<string?> Name = new("--name")
    {
        Description = "Name of the network.",
        HelpName = "NAME",
    };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("convert", "Turns topology files of any format into any other.")
        {
            Files, Output, From, To, Round, RoundsEach, Directed, Undirected, Numbers, LargestGroup, Addresses,
            HostPattern, Name,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Directed) && result.GetValue(Undirected))
            {
                result.AddError("--directed and --undirected exclude each other");
            }

            if (result.GetValue(Addresses) is not null && result.GetValue(HostPattern) is not null)
            {
                result.AddError("--addresses and --host-pattern exclude each other");
            }
        });
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var schedule = Placed(Read(parsed), parsed);
        var output = parsed.GetValue(Output);
        var format = parsed.GetValue(To) ?? (output is null ? "json" : TopologyExport.FormatOf(output));
        var (text, losses) = TopologyExport.Write(schedule, format, parsed.GetValue(Round), CommandText.Of(parsed));
        foreach (var note in schedule.Notices.Concat(losses))
        {
            Console.Error.WriteLine($"note: {note}");
        }

        if (output is null)
        {
            Console.Write(text);
        }
        else
        {
            File.WriteAllText(CommonOptions.FullPath("--output", output), text);
        }

        return 0;
    }

    private static TopologySchedule Read(ParseResult parsed) => TopologyImport.Load(
        [.. parsed.GetValue(Files)!.Select(ShippedFiles.Find)],
        new ImportOptions
        {
            Format = parsed.GetValue(From),
            Directed = parsed.GetValue(Directed) ? true : parsed.GetValue(Undirected) ? false : null,
            Numbers = parsed.GetValue(Numbers),
            LargestGroup = parsed.GetValue(LargestGroup),
            RoundsEach = parsed.GetValue(RoundsEach),
            Name = NameOf(parsed),
        },
        ShippedFiles.Text);

    /// <summary>As asked for; of several files that of what they make together, if it has one.</summary>
    private static string? NameOf(ParseResult parsed) => parsed.GetValue(Name) switch
    {
        "" => throw new ConfigurationException("--name is empty; give a name"),
        null when parsed.GetValue(Files)!.Length > 1 => Path.GetFileNameWithoutExtension(parsed.GetValue(Output)),
        var name => name,
    };

    private static TopologySchedule Placed(TopologySchedule schedule, ParseResult parsed) =>
        parsed.GetValue(Addresses) is { } file
            ? AddressList.FromFile(schedule, CommonOptions.FullPath("--addresses", file))
            : parsed.GetValue(HostPattern) is { } pattern ? AddressList.FromPattern(schedule, pattern)
            : schedule;
}
