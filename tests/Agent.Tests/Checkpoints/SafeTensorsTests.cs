using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Murmuration.Agent.Checkpoints;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Checkpoints;

public sealed class SafeTensorsTests
{
    private static readonly NamedTensor[] Tensors = [new("0.weight", [2, 3]), new("0.bias", [2])];
    private static readonly float[] Values = [1, 2, 3, 4, 5, 6, -7, float.Epsilon];
    private static readonly Dictionary<string, string> Metadata = new() { ["model"] = "dense(3,2)", ["ü"] = "ß" };

    [Fact]
    public void What_is_written_reads_back()
    {
        using var folder = new TemporaryFolder();
        var sha = SafeTensors.Write(folder.File("deep/w.safetensors"), Tensors, Values, Metadata);
        var file = SafeTensors.Read(folder.File("deep/w.safetensors"));
        Assert.Equal(Values, file.Values);
        Assert.Equal(Metadata, file.Metadata);
        Assert.Equal(["0.weight", "0.bias"], file.Tensors.Select(t => t.Name));
        Assert.Equal([2, 3], file.Tensors[0].Shape);
        var written = File.ReadAllBytes(folder.File("deep/w.safetensors"));
        Assert.Equal(sha, Convert.ToHexStringLower(SHA256.HashData(written)));
        Assert.Equal(["w.safetensors"], Directory.GetFiles(folder.File("deep")).Select(Path.GetFileName));
    }

    [Fact]
    public void Writing_takes_no_more_memory_for_a_thousand_times_as_many_values()
    {
        using var folder = new TemporaryFolder();
        long AllocatedBy(int count) => Allocation.Least(
            () => SafeTensors.Write(folder.File("w"), [new("w", [count])], new float[count], Metadata)
        ) - (count * sizeof(float));

        Assert.InRange(AllocatedBy(1_000_000) - AllocatedBy(1_000), -8_192, 8_192);
    }

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        using var folder = new TemporaryFolder();
        SafeTensors.Write(folder.File("w"), Tensors, Values, Metadata);
        var bytes = File.ReadAllBytes(folder.File("w"));
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Assert.Equal(0, length % 8);
        using var header = JsonDocument.Parse(Encoding.UTF8.GetString(bytes, 8, length));
        var bias = header.RootElement.GetProperty("0.bias");
        Assert.Equal("F32", bias.GetProperty("dtype").GetString());
        Assert.Equal([24, 32], bias.GetProperty("data_offsets").EnumerateArray().Select(n => n.GetInt32()));
        Assert.Equal(-7f, BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(8 + length + 24)));
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        SafeTensors.Write(folder.File("w"), Tensors, Values, Metadata);
        var bytes = File.ReadAllBytes(folder.File("w"));
        for (var length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(folder.File("cut"), bytes[..length]);
            var error = Assert.Throws<CheckpointException>(() => SafeTensors.Read(folder.File("cut")));
            Assert.StartsWith(folder.File("cut"), error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_header_with_any_byte_changed_never_crashes_the_reader()
    {
        using var folder = new TemporaryFolder();
        SafeTensors.Write(folder.File("w"), Tensors, Values, Metadata);
        var bytes = File.ReadAllBytes(folder.File("w"));
        var random = new Random(5);
        for (var trial = 0; trial < 2000; trial++)
        {
            var changed = (byte[])bytes.Clone();
            changed[random.Next(bytes.Length - 32)] = (byte)random.Next(256);
            File.WriteAllBytes(folder.File("changed"), changed);
            try
            {
                SafeTensors.Read(folder.File("changed"));
            }
            catch (CheckpointException)
            {
                // Refusing is as good as reading what still makes sense.
            }
        }
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var error = Assert.Throws<CheckpointException>(() => SafeTensors.Read("/nowhere/w.safetensors"));
        Assert.Contains("/nowhere/w.safetensors", error.Message, StringComparison.Ordinal);
    }
}
