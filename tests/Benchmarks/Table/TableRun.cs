using Murmuration.Benchmarks.Table.Sections;

namespace Murmuration.Benchmarks.Table;

/// <summary>Measures the sections that were asked for, all by default, and writes the table.</summary>
internal static class TableRun
{
    private static readonly ISection[] Sections =
    [
        new ProductsSection(),
        new FactorizationsSection(),
        new GradientSection(),
        new SolveSection(),
        new ExchangeSection(),
        new ConnectionSection(
            "sockets", "Sockets: one connection of two processes over loopback TCP, both directions busy", "sockets.c",
            [], "tcp", isSecure: false),
        new ConnectionSection(
            "tls", "TLS 1.3: one connection of two processes over loopback TCP, both directions busy", "tls.c",
            ["-lssl", "-lcrypto"], "", isSecure: true),
        new TrainingSection(),
        new FleetSection(),
        new StartupSection(),
    ];

    /// <summary>Runs the table; the answer is the exit code.</summary>
    /// <param name="names">Names of sections; none means all.</param>
    /// <param name="file">Where the table is written as Markdown.</param>
    public static int Run(IReadOnlyList<string> names, string file)
    {
        var known = Sections.Select(section => section.Name).ToArray();
        if (names.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            Console.Error.WriteLine($"bench: there is no section '{unknown}'; there are {string.Join(", ", known)}");
            return 2;
        }

        var table = new BenchmarkTable(Console.Out);
        table.Say("# Benchmarks");
        table.Say("");
        table.Say(MachineDescription.Describe());
        foreach (var section in Sections.Where(section => names.Count == 0 || names.Contains(section.Name)))
        {
            table.Begin(section.Title);
            section.Measure(table);
        }

        table.Say("");
        table.Say($"{table.GoalsMet} of {table.Goals} goals met.");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        File.WriteAllText(file, table.Text);
        Console.Error.WriteLine($"bench: written to {file}");
        return 0;
    }
}
