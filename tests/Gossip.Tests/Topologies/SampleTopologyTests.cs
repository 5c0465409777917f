using System.Globalization;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Topologies.Generators;

namespace Murmuration.Gossip.Tests.Topologies;

/// <summary>Every file in <c>topologies/</c> is what the command in its comment makes. Set MURMURATION_REWRITE to write
/// the files anew below their comments.</summary>
public class SampleTopologyTests
{
    private const string Command = "murmur topology make ";

    public static TheoryData<string> Names
        => new(Directory.GetFiles(Repository.PathOf("topologies"), "*.json")
            .Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_is_what_its_command_makes(string name)
    {
        var path = Repository.PathOf(Path.Combine("topologies", $"{name}.json"));
        var text = File.ReadAllText(path);
        var comment = text.Split('\n').TakeWhile(line => line.StartsWith("//", StringComparison.Ordinal))
            .Select(line => line[2..].Trim()).ToArray();
        Assert.EndsWith($"-o topologies/{name}.json", comment[^1], StringComparison.Ordinal);
        var made = Make(name, comment[^1][Command.Length..].Split(' '));

        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("MURMURATION_REWRITE")))
            made.Save(path, string.Join('\n', comment));

        Assert.Equal(made.ToJson(string.Join('\n', comment)), File.ReadAllText(path));
        Assert.Equal(made.Fingerprint, TopologySchedule.Load(path).Fingerprint);
    }

    [Fact]
    public void The_ring_of_the_main_job_has_eight_agents_from_port_7700_on()
    {
        var ring = TopologySchedule.Load(Repository.PathOf("topologies/ring-8.json"));

        Assert.Equal(AgentAddress.Loopback(8, 7700), ring.Agents);
        Assert.Equal((1, 8), (ring.Period, ring.LinksAt(0).Count));
    }

    [Fact]
    public void The_varying_ring_alternates_between_two_matchings()
    {
        var ring = TopologySchedule.Load(Repository.PathOf("topologies/ring-8-varying.json"));

        Assert.Equal((2, 4, 4), (ring.Period, ring.LinksAt(0).Count, ring.LinksAt(1).Count));
        Assert.Equal(2, new TopologyReport(ring).JointlyConnectedOver);
    }

    private static TopologySchedule Make(string name, string[] words)
    {
        string? Option(string option) => Array.IndexOf(words, option) is >= 0 and var at ? words[at + 1] : null;
        int? Integer(string option)
            => Option(option) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
        double? Number(string option)
            => Option(option) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;
        var settings = new GeneratorSettings
        {
            Generator = words[0],
            Rows = Integer("--rows"),
            Columns = Integer("--columns"),
            Probability = Number("--probability"),
            Degree = Integer("--degree"),
            Groups = Integer("--groups"),
            Modules = Integer("--modules"),
            Seed = Integer("--seed") ?? 0,
            EveryRound = words.Contains("--every-round"),
        };
        var count = Integer("--agents") ?? settings.Groups!.Value * settings.Modules!.Value;
        return TopologySchedule.Generate(
            name, AgentAddress.Loopback(count), settings, words.Contains("--directed"),
            Number("--link-up") ?? 1, settings.Seed, words.Contains("--matchings"));
    }
}
