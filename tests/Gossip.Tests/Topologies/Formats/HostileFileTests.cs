using System.Text;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Topologies.Files;
using Murmuration.Gossip.Topologies.Formats;
using Murmuration.Testing;

namespace Murmuration.Gossip.Tests.Topologies.Formats;

/// <summary>Whatever stands in a file, it loads or is refused with one line, in bounded time and memory.</summary>
public class HostileFileTests
{
    private const int Mutations = 200;
    private const long MostBytes = 400L << 20;

    public static TheoryData<string> Formats => new(TopologyImport.FormatNames);

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_file_cut_anywhere_loads_or_is_refused(string format)
    {
        var text = Sample(format);
        for (var length = 0; length < text.Length; length++)
        {
            Try(format, Encoding.UTF8.GetBytes(text[..length]));
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_file_with_changed_bytes_loads_or_is_refused(string format)
    {
        var text = Encoding.UTF8.GetBytes(Sample(format));
        var marks = "\"<>{}[](),;:=-/#&\\\n \t019aX\0\u007f"u8.ToArray();
        for (var seed = 0; seed < Mutations; seed++)
        {
            var chance = new Random(seed);
            var bytes = text.ToArray();
            for (var change = chance.Next(1, 8); change > 0; change--)
            {
                bytes[chance.Next(bytes.Length)] =
                    chance.Next(4) == 0 ? (byte)chance.Next(256) : marks[chance.Next(marks.Length)];
            }

            Try(format, bytes);
        }
    }

    [Theory]
    [InlineData("json", "[", "")]
    [InlineData("nodelink", "{\"nodes\":", "")]
    [InlineData("graphml", "<graphml>", "")]
    [InlineData("graphml", "<a b=\"c\">", "")]
    [InlineData("dot", "graph {", "")]
    [InlineData("dot", "{", "graph {")]
    [InlineData("dot", "subgraph x {", "graph {")]
    [InlineData("dot", "\"a\"+", "graph {")]
    [InlineData("dot", "<", "graph {")]
    [InlineData("dot", "a--", "graph {")]
    [InlineData("gml", "graph [", "")]
    [InlineData("gml", "node [", "graph [")]
    [InlineData("edgelist", "\"", "")]
    [InlineData("edgelist", "{'weight':", "0 1 ")]
    [InlineData("adjacency", "1,", "")]
    public void A_hundred_thousand_of_anything_do_no_harm(string format, string part, string before)
    {
        var text = before + string.Concat(Enumerable.Repeat(part, 100_000));
        var bytes = Allocated(() => Try(format, Encoding.UTF8.GetBytes(text)));
        Assert.True(bytes < MostBytes, $"{bytes:N0} bytes");
    }

    [Fact]
    public void A_billion_laughs_are_not_heard()
    {
        var entities = string.Concat(Enumerable.Range(1, 9).Select(
            k => $"<!ENTITY l{k} \"{string.Concat(Enumerable.Repeat($"&l{k - 1};", 10))}\">"));
        var text = $"<?xml version=\"1.0\"?><!DOCTYPE g [<!ENTITY l0 \"ha\">{entities}]><graphml>&l9;</graphml>";

        Assert.Contains("document type", FormatFile.Refused("net.graphml", text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("net.txt", "line 10000: more than 10,000 agents; a network has at most as many")]
    [InlineData("net.edges", "line 10001: more than 10,000 agents")]
    public void A_million_agents_are_refused_where_they_become_too_many(string name, string expected)
    {
        var text = new StringBuilder(name == "net.edges" ? "1000000\n" : "");
        for (var k = 0; k < 1_000_000; k++)
        {
            text.Append(k).Append(' ').Append(k + 1).Append('\n');
        }

        var content = text.ToString();
        var message = "";
        var bytes = Allocated(() => message = FormatFile.Refused(name, content));

        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.True(bytes < MostBytes, $"{bytes:N0} bytes");
    }

    [Fact]
    public void A_product_of_large_groups_is_refused()
    {
        var names = string.Join(' ', Enumerable.Range(0, 3000).Select(k => $"n{k}"));

        Assert.Contains(
            "at most 1,000,000 links", FormatFile.Refused("net.dot", $"graph {{ {{{names}}} -- {{{names}}} }}"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_small_only_while_it_is_packed_is_refused()
    {
        var packed = TemporaryFolder.Pack(new byte[(64 << 20) + 1]);
        Assert.True(packed.Length < 1 << 20);

        var error = Assert.Throws<TopologyException>(() => FormatFile.Load("net.txt.gz", packed));

        Assert.Contains("too much when it is unpacked", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_packing_and_bytes_that_are_no_text_are_refused()
    {
        var packed = TemporaryFolder.Pack("0 1\n1 2\n"u8.ToArray());
        packed[12] ^= 0xff;

        Assert.Contains("damaged", Assert.Throws<TopologyException>(
            () => FormatFile.Load("net.txt.gz", packed)).Message, StringComparison.Ordinal);
        Assert.Contains("not Unicode text", Assert.Throws<TopologyException>(
            () => FormatFile.Load("net.txt", [0x30, 0xff, 0xfe, 0x31])).Message, StringComparison.Ordinal);
    }

    private static string Sample(string format)
    {
        var schedule = TopologySchedule.Parse("""
            { "name": "x", "agents": [{ "id": "a-1", "position": [1, 2] }, "b", "c"], "directed": true,
              "schedule": { "links": [["a-1", "b", 0.5], ["b", "c", 0.5], ["c", "a-1", 0.25]] } }
            """);
        return TopologyExport.Write(schedule, format, round: null, comment: null).Text;
    }

    private static void Try(string format, byte[] content)
    {
        try
        {
            var source = new FormatSource("net.x", content);
            if (FormatCatalogue.Named(format) is not { } other)
            {
                new TopologyReader(source.Name, source.Bytes).Read();
                return;
            }

            var network = new NetworkBuilder(source.Name);
            other.Read(source, network);
            new NetworkComposer(new ImportOptions { Name = "x" }).Compose([network.Build(directed: null)]);
        }
        catch (TopologyException error)
        {
            Assert.DoesNotContain('\n', error.Message);
        }
    }

    private static long Allocated(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
