using System.CommandLine;
using Murmuration.Agent.Identity;

namespace Murmuration.Agent.Commands;

/// <summary><c>murmur keys</c>: makes the keys and certificates that agents prove themselves with.</summary>
internal static class KeysCommand
{
    private const string DefaultFolder = "keys";
    private const int MostDays = 36_500;

    private static readonly Argument<string[]> Ids = new("id")
    {
        Description = "Ids of agents, as in the topology file.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string> Authority = Folder("--authority", "Folder with authority.crt and .key.");

    private static readonly Option<string> AuthorityOutput = Folder("--output", "Folder for authority.crt and .key.");

    private static readonly Option<string?> AgentOutput = new("--output")
    {
        Description = "Folder for the agents' files and a copy of authority.crt; the authority's folder by default.",
        HelpName = "DIR",
    };

    private static readonly Option<int> AuthorityDays = Days(KeyMaker.AuthorityDays);

    private static readonly Option<int> AgentDays = Days(KeyMaker.AgentDays);

    /// <summary>The command with its subcommands.</summary>
    public static Command Create() =>
        new("keys", "Makes the keys and certificates that agents prove themselves with.")
        {
            CreateAuthority(),
            CreateAgent(),
        };

    private static Command CreateAuthority()
    {
        var command = new Command(
            "authority", "Makes a network's authority: who has its key says who is an agent. Overwrites nothing.")
        {
            AuthorityOutput, AuthorityDays,
        };
        command.SetAction(parsed =>
        {
            var folder = new KeyFolder(CommonOptions.FullPath("--output", parsed.GetValue(AuthorityOutput)!));
            KeyMaker.MakeAuthority(folder, parsed.GetValue(AuthorityDays), TimeProvider.System);
            Console.WriteLine($"Made authority.crt and authority.key in {folder.Path}.");
            Console.WriteLine("Keep authority.key here and safe: who has it can make agents of this network.");
            Console.WriteLine($"Next: murmur keys agent ID... --authority {folder.Path}");
        });
        return command;
    }

    private static Command CreateAgent()
    {
        var command = new Command("agent", "Makes a key and a certificate for each agent named. Overwrites nothing.")
        {
            Ids, Authority, AgentOutput, AgentDays,
        };
        command.SetAction(parsed =>
        {
            var authority = new KeyFolder(CommonOptions.FullPath("--authority", parsed.GetValue(Authority)!));
            var output = parsed.GetValue(AgentOutput) is { } asked
                ? new KeyFolder(CommonOptions.FullPath("--output", asked))
                : authority;
            string[] ids = [.. parsed.GetValue(Ids)!.Distinct(StringComparer.Ordinal)];
            KeyMaker.MakeAgents(authority, output, ids, parsed.GetValue(AgentDays), TimeProvider.System);
            Console.WriteLine($"In {output.Path}; copy to the machine of each agent, into one folder, these three:");
            foreach (var id in ids)
            {
                Console.WriteLine($"  {id}: authority.crt {id}.crt {id}.key, then: murmur agent --id {id} --keys DIR");
            }

            Console.WriteLine("Never copy authority.key; keep each ID.key readable by its owner only (mode 600).");
        });
        return command;
    }

    private static Option<string> Folder(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DIR",
        DefaultValueFactory = _ => DefaultFolder,
    };

    private static Option<int> Days(int usual) => new("--days")
    {
        Description = "Days until the certificate expires.",
        HelpName = "N",
        DefaultValueFactory = _ => usual,
        Validators = { CommonOptions.Range("--days", 1, MostDays) },
    };
}
