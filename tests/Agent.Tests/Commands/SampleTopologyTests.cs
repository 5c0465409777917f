using Murmuration.Agent.Commands;
using Murmuration.Gossip.Topologies;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Commands;

/// <summary>Every file in <c>topologies/</c> is what the command in its comment makes. Set MURMURATION_REWRITE to write
/// the files anew below their comments.</summary>
public sealed class SampleTopologyTests : IDisposable
{
    private const string Folder = "topologies/";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Names => SourceTree.Root is null ? ["none"] : new(Files
        .Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal));

    private static string[] Files => Directory.GetFiles(PathOf(""), "*.json");

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_file_is_what_its_command_makes(string name)
    {
        Assert.SkipWhen(SourceTree.Root is null, SourceTree.Absent);
        var (comment, body) = Split(File.ReadAllText(PathOf($"{name}.json")));
        var command = comment[^1]["// murmur ".Length..];
        Assert.EndsWith($" -o {Folder}{name}.json", command, StringComparison.Ordinal);

        var made = _folder.File($"{name}.json");
        Assert.Equal(0, await MurmurCommand.RunAsync([.. command.Split(' ').SkipLast(1).Select(Word), made]));

        var madeBody = Split(File.ReadAllText(made)).Body;
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("MURMURATION_REWRITE")))
        {
            File.WriteAllText(PathOf($"{name}.json"), string.Join('\n', [.. comment, madeBody]));
        }

        Assert.Equal(madeBody, body);
        var shipped = TopologySchedule.Load(PathOf($"{name}.json"));
        Assert.Equal(TopologySchedule.Load(made).Fingerprint, shipped.Fingerprint);
    }

    [Fact]
    public void There_are_examples_of_many_kinds()
    {
        Assert.SkipWhen(SourceTree.Root is null, SourceTree.Absent);
        var schedules = Files.Select(TopologySchedule.Load).ToList();

        Assert.Contains(schedules, schedule => schedule.Period == 1);
        Assert.Contains(schedules, schedule => schedule.Period > 1);
        Assert.Contains(schedules, schedule => schedule.Period is null);
        Assert.Contains(schedules, schedule => schedule.Directed);
        Assert.Contains(schedules, schedule => schedule.PositionsAt(0) is not null);
        Assert.Contains(schedules, schedule => schedule.Agents.All(agent => agent.Position is not null));
        Assert.Contains(schedules, schedule => schedule.Grid is not null);
    }

    private static string Word(string word) => word.StartsWith(Folder, StringComparison.Ordinal)
        ? PathOf(word[Folder.Length..])
        : word;

    private static (string[] Comment, string Body) Split(string text)
    {
        var comment = text.Split('\n').TakeWhile(line => line.StartsWith("//", StringComparison.Ordinal)).ToArray();
        return (comment, text[comment.Sum(line => line.Length + 1)..]);
    }

    private static string PathOf(string name) => Path.Combine(SourceTree.Root ?? "", Folder, name);
}
