using System.Diagnostics;
using System.Text.Json;
using Murmuration.Gossip.Protocol;

namespace Murmuration.Gossip.Tests.Protocol;

/// <summary>The same values through two implementations that know nothing of this one, where they are
/// installed.</summary>
public sealed class ForeignMessagePackTests
{
    private const string PythonScript =
        "import sys,msgpack,json,binascii\n" +
        "value=msgpack.unpackb(binascii.unhexlify(sys.argv[1]),strict_map_key=False)\n" +
        "print(json.dumps(value,ensure_ascii=True));print(msgpack.packb(value).hex())";

    private const string NodeScript =
        "const m=require('@msgpack/msgpack');" +
        "const v=m.decode(Buffer.from(process.argv[1],'hex'));" +
        "console.log(JSON.stringify(v));console.log(Buffer.from(m.encode(v)).toString('hex'))";

    private const string Expected =
        """
        {"run":"r1","received":-1,"floats":25000000,"values":[0,127,128,65536,-33,-40000,1.25],
        "text":"Zürich 0123456789012345678901234567890"}
        """;

    [Fact]
    public Task Python_reads_what_is_written_here_and_the_other_way_round() =>
        CompareAsync("/usr/bin/python3", ["-c", PythonScript], "msgpack for Python");

    [Fact]
    public Task Node_reads_what_is_written_here_and_the_other_way_round() =>
        CompareAsync("node", ["-e", NodeScript], "@msgpack/msgpack for node");

    private static async Task CompareAsync(string program, string[] arguments, string name)
    {
        var ours = Written();
        var lines = await RunAsync(program, [.. arguments, Convert.ToHexStringLower(ours)]);
        if (lines is not { Length: >= 2 })
        {
            Assert.Skip($"{name} is not installed");
        }

        Assert.True(JsonElement.DeepEquals(
            JsonDocument.Parse(Expected).RootElement, JsonDocument.Parse(lines[0]).RootElement));
        Assert.Equal(Convert.ToHexStringLower(ours), lines[1]);
    }

    private static byte[] Written()
    {
        var bytes = new byte[500];
        var writer = new MessagePackWriter(bytes);
        writer.WriteMapHeader(5);
        writer.WriteString("run");
        writer.WriteString("r1");
        writer.WriteString("received");
        writer.WriteInteger(-1);
        writer.WriteString("floats");
        writer.WriteInteger(25_000_000);
        writer.WriteString("values");
        writer.WriteArrayHeader(7);
        foreach (var integer in new long[] { 0, 127, 128, 65536, -33, -40000 })
        {
            writer.WriteInteger(integer);
        }

        writer.WriteDouble(1.25);
        writer.WriteString("text");
        writer.WriteString("Zürich 0123456789012345678901234567890");
        return bytes[..writer.Length];
    }

    private static async Task<string[]?> RunAsync(string program, IEnumerable<string> arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? (await output).Split('\n') : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
