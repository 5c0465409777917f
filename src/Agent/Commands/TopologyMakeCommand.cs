using System.CommandLine;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Topologies.Formats;
using Murmuration.Gossip.Topologies.Generators;

namespace Murmuration.Agent.Commands;

/// <summary><c>murmur topology make</c>: writes a topology file from a generator.</summary>
internal static class TopologyMakeCommand
{
    private static readonly Argument<string> Generator = new("generator")
    {
        Description = "ring, path, grid, torus, star, complete, hierarchy, erdosRenyi, randomRegular, randomMatching, "
            + "mobile, onePeerExponential, baseGraph or pipeline.",
    };

    private static readonly Option<int?> Agents = new("--agents")
    {
        Description = "Number of agents; a pipeline has groups × modules.",
        HelpName = "N",
    };

    private static readonly Option<int?> Rows = new("--rows")
    {
        Description = "Rows of a grid or torus.",
        HelpName = "N",
    };

    private static readonly Option<int?> Columns = new("--columns")
    {
        Description = "Columns of a grid or torus.",
        HelpName = "N",
    };

    private static readonly Option<double?> Probability = new("--probability")
    {
        Description = "Probability of a link in erdosRenyi.",
        HelpName = "P",
    };

    private static readonly Option<int?> Degree = new("--degree")
    {
        Description = "Neighbours of every agent in randomRegular, and the most in a round of baseGraph.",
        HelpName = "N",
    };

    private static readonly Option<int?> Groups = new("--groups")
    {
        Description = "Data groups of a pipeline, or groups of a hierarchy.",
        HelpName = "S",
    };

    private static readonly Option<int?> Modules = new("--modules")
    {
        Description = "Modules of a pipeline: into so many parts the model is cut.",
        HelpName = "K",
    };

    private static readonly Option<string> Within = new("--within")
    {
        Description = "Links between the agents with the same module of a pipeline, or in a group of a hierarchy: ring "
            + "or complete.",
        HelpName = "KIND",
        DefaultValueFactory = _ => "ring",
    };

    private static readonly Option<double?> Range = new("--range")
    {
        Description = "How far mobile agents are heard, in sides of the square they move in.",
        HelpName = "SIDES",
    };

    private static readonly Option<double?> Speed = new("--speed")
    {
        Description = "How far mobile agents go in a round, in sides of the square they move in.",
        HelpName = "SIDES",
    };

    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "Seed of the random generators.",
        HelpName = "N",
    };

    private static readonly Option<bool> EveryRound = new("--every-round")
    {
        Description = "Draw new random links in every round.",
    };

    private static readonly Option<bool> Matchings = new("--matchings")
    {
        Description = "Split the links over the rounds of a period, so that an agent has at most one link in a round.",
    };

    private static readonly Option<double> LinkUp = new("--link-up")
    {
        Description = "Each link is up in a round with this probability.",
        HelpName = "P",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<double?> LinkWeight = new("--link-weight")
    {
        Description = "What every neighbour counts in mixing, below 1 over the most neighbours of an agent; Metropolis "
            + "weights by default. d2 and led need about 0.6 over that number.",
        HelpName = "W",
    };

    private static readonly Option<bool> Directed = new("--directed") { Description = "One-way links, for push-sum." };

    private static readonly Option<string?> Name = new("--name")
    {
        Description = "Name of the network.",
        HelpName = "NAME",
    };

    private static readonly Option<int> BasePort = new("--base-port")
    {
        Description = "Port of the first agent on 127.0.0.1, or on each of the hosts; the others there follow.",
        HelpName = "PORT",
        DefaultValueFactory = _ => 7700,
    };

    private static readonly Option<string?> Hosts = new("--hosts")
    {
        Description = "File with a line HOST, HOST:PORT or ID,HOST:PORT for every agent, as schedulers list them; "
            + "gives the number of agents, too.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Output = new("--output", "-o")
    {
        Description = "File to write; standard output by default.",
        HelpName = "FILE",
    };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("make", "Writes a topology file from a generator.")
        {
            Generator, Agents, Rows, Columns, Probability, Degree, Groups, Modules, Within, Range,
            Speed, Seed, EveryRound, Matchings, LinkUp, LinkWeight, Directed, Name, BasePort, Hosts, Output,
        };
        command.SetAction(Run);
        return command;
    }

    private static void Run(ParseResult parsed)
    {
        var schedule = Make(parsed);
        var comment = CommandText.Of(parsed);
        if (parsed.GetValue(Output) is { } path)
        {
            schedule.Save(path, comment);
        }
        else
        {
            Console.Write(schedule.ToJson(comment));
        }
    }

    private static TopologySchedule Make(ParseResult parsed)
    {
        var generator = parsed.GetValue(Generator)!;
        var settings = new GeneratorSettings
        {
            Generator = generator,
            Rows = parsed.GetValue(Rows),
            Columns = parsed.GetValue(Columns),
            Probability = parsed.GetValue(Probability),
            Degree = parsed.GetValue(Degree),
            Groups = parsed.GetValue(Groups),
            Modules = parsed.GetValue(Modules),
            Within = parsed.GetValue(Within)!,
            Range = parsed.GetValue(Range),
            Speed = parsed.GetValue(Speed),
            Seed = parsed.GetValue(Seed),
            EveryRound = parsed.GetValue(EveryRound),
        };
        var agents = AgentsOf(parsed);
        return TopologySchedule.Generate(
            parsed.GetValue(Name)
                ?? Path.GetFileNameWithoutExtension(parsed.GetValue(Output))
                ?? $"{generator}-{agents.Count}",
            agents,
            settings,
            parsed.GetValue(Directed),
            parsed.GetValue(LinkUp),
            parsed.GetValue(Seed),
            parsed.GetValue(Matchings),
            parsed.GetValue(LinkWeight));
    }

    private static IReadOnlyList<AgentAddress> AgentsOf(ParseResult parsed)
    {
        var basePort = parsed.GetValue(BasePort);
        var asked = parsed.GetValue(Agents) ?? parsed.GetValue(Groups) * parsed.GetValue(Modules);
        if (parsed.GetValue(Hosts) is { } file)
        {
            var listed = HostList.Load(CommonOptions.FullPath("--hosts", file), basePort);
            return asked is null || asked == listed.Count
                ? listed
                : throw new TopologyException($"{asked} agents are asked for, but {file} lists {listed.Count}");
        }

        var count = asked ?? throw new TopologyException(
            "how many agents? give --agents N, --hosts FILE, or --groups S and --modules K of a pipeline");
        return AgentAddress.Loopback(Math.Clamp(count, 0, TopologySchedule.LargestAgentCount + 1), basePort);
    }
}
