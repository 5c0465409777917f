using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Murmuration.Agent.Checkpoints;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Checkpoints;

/// <summary>What stands in a checkpoint's file, and which files are refused.</summary>
public sealed class CheckpointFileTests
{
    private static readonly CheckpointIdentity Identity = CheckpointSamples.Identity;

    [Fact]
    public void A_written_checkpoint_reads_back_with_the_same_bits()
    {
        using var folder = new TemporaryFolder();
        var written = CheckpointSamples.After(12, weights: 40_000, exact: true);
        CheckpointWriter.Write(folder.File("c"), Identity, written);
        var read = CheckpointReader.Read(folder.File("c"), Identity);
        CheckpointSamples.AssertWhole(read, weights: 40_000);
        Assert.Equal((12, true, folder.File("c")), (read.Rounds, read.IsExact, read.Path));
        Assert.Equal([folder.File("c")], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Numbers_that_are_not_finite_keep_their_bits()
    {
        using var folder = new TemporaryFolder();
        var checkpoint = CheckpointSamples.After(1);
        checkpoint.State.Set("Odd", new[] { float.NaN, float.NegativeInfinity, -0f, float.Epsilon });
        checkpoint.State.Set("None", double.NaN);
        CheckpointWriter.Write(folder.File("c"), Identity, checkpoint);
        var state = CheckpointReader.Read(folder.File("c"), Identity).State;
        Assert.Equal(
            checkpoint.State.Vectors["Odd"].ToArray().Select(BitConverter.SingleToInt32Bits),
            state.Vectors["Odd"].ToArray().Select(BitConverter.SingleToInt32Bits));
        Assert.True(double.IsNaN(state.Number("None")));
    }

    [Fact]
    public void Any_reader_of_safetensors_finds_the_tensors_aligned_and_the_texts()
    {
        using var folder = new TemporaryFolder();
        CheckpointWriter.Write(folder.File("c"), Identity, CheckpointSamples.After(12));
        var bytes = File.ReadAllBytes(folder.File("c"));
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal(0, (8 + length) % 8);
        using var header = JsonDocument.Parse(Encoding.UTF8.GetString(bytes, 8, length));
        var texts = header.RootElement.GetProperty("__metadata__");
        Assert.Equal("12", texts.GetProperty("rounds").GetString());
        var tensors = header.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__").ToList();
        var end = 0;
        foreach (var tensor in tensors)
        {
            var offsets = tensor.Value.GetProperty("data_offsets").EnumerateArray().Select(n => n.GetInt32()).ToList();
            var extent = tensor.Value.GetProperty("shape").EnumerateArray().Aggregate(1, (n, e) => n * e.GetInt32());
            var size = SizeOf(tensor.Value.GetProperty("dtype").GetString()!);
            Assert.Equal((end, 0, extent * size), (offsets[0], offsets[0] % size, offsets[1] - offsets[0]));
            end = offsets[1];
        }

        Assert.Equal(bytes.Length, 8 + length + end);
        var weights = header.RootElement.GetProperty("vector.Weights").GetProperty("data_offsets")[0].GetInt32();
        Assert.Equal(12 + (1 / 16f), BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(8 + length + weights + 4)));
    }

    [Fact]
    public void The_checksum_is_the_sha256_of_the_file_with_the_checksum_as_zeros()
    {
        using var folder = new TemporaryFolder();
        CheckpointWriter.Write(folder.File("c"), Identity, CheckpointSamples.After(12));
        var bytes = File.ReadAllBytes(folder.File("c"));
        Assert.Equal(Checksum(bytes), Encoding.ASCII.GetString(bytes, 35, 64));
    }

    [Fact]
    public void A_file_cut_at_any_byte_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        CheckpointWriter.Write(folder.File("c"), Identity, CheckpointSamples.After(12));
        using var file = Open(folder);
        var whole = RandomAccess.GetLength(file);
        RandomAccess.Write(file, [0], whole);
        Assert.Contains("too long", Refusal(folder.File("c")), StringComparison.Ordinal);
        for (var length = whole - 1; length >= 0; length--)
        {
            RandomAccess.SetLength(file, length);
            Assert.Contains("cut off", Refusal(folder.File("c")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_with_any_bit_flipped_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        CheckpointWriter.Write(folder.File("c"), Identity, CheckpointSamples.After(12));
        var bytes = File.ReadAllBytes(folder.File("c"));
        using var file = Open(folder);
        for (var bit = 0; bit < 8 * bytes.Length; bit++)
        {
            RandomAccess.Write(file, [(byte)(bytes[bit / 8] ^ (1 << (bit % 8)))], bit / 8);
            Refusal(folder.File("c"));
            RandomAccess.Write(file, bytes.AsSpan(bit / 8, 1), bit / 8);
        }

        CheckpointSamples.AssertWhole(CheckpointReader.Read(folder.File("c"), Identity));
    }

    [Theory]
    [InlineData("agent", "it belongs to agent 'a1', not 'a0'")]
    [InlineData("run", "it belongs to run 'home', not 'office'")]
    [InlineData("seed", "it belongs to seed 8, not 7")]
    [InlineData("topology", "it belongs to topology star#1, not ring#12")]
    [InlineData("model", "it belongs to mlp(9) #cd, not mlp(2,4,3) #ab")]
    public void A_foreign_checkpoint_is_refused_by_what_differs(string part, string expected)
    {
        using var folder = new TemporaryFolder();
        var foreign = part switch
        {
            "agent" => Identity with { Agent = "a1" },
            "run" => Identity with { Run = "home" },
            "seed" => Identity with { Seed = 8 },
            "topology" => Identity with { Topology = "star#1" },
            _ => Identity with { Model = "mlp(9) #cd" },
        };
        CheckpointWriter.Write(folder.File("c"), foreign, CheckpointSamples.After(12));
        Assert.EndsWith(expected, Refusal(folder, File.ReadAllBytes(folder.File("c"))), StringComparison.Ordinal);
        Assert.NotEqual(Identity.Tag, foreign.Tag);
    }

    [Fact]
    public void A_newer_version_is_refused_as_such_whatever_else_it_holds()
    {
        using var folder = new TemporaryFolder();
        CheckpointWriter.Write(folder.File("c"), Identity, CheckpointSamples.After(12));
        var bytes = Changed(folder, "\"version\":\"1\"", "\"version\":\"9\"");
        bytes = Replace(bytes, "\"F64\"", "\"F16\"");
        Encoding.ASCII.GetBytes(Checksum(bytes)).CopyTo(bytes, 35);
        Assert.Contains(
            "it has version 9, this program reads up to 1", Refusal(folder, bytes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"F64\"", "\"F16\"", "tensor 'number.Cost'")]
    [InlineData("\"rounds\":\"12\"", "\"rounds\":\"1x\"", "the entry 'rounds' is no number")]
    [InlineData("\"rounds\":\"12\"", "\"rounds\":\"-2\"", "the entry 'rounds' is negative")]
    [InlineData("\"rounds\":\"12\"", "\"ruonds\":\"12\"", "the entry 'rounds' is missing")]
    [InlineData("murmuration-checkpoint", "murmuration-checklists", "no checkpoint")]
    public void Contents_that_make_no_sense_are_refused_in_spite_of_a_right_checksum(
        string from, string to, string expected)
    {
        using var folder = new TemporaryFolder();
        CheckpointWriter.Write(folder.File("c"), Identity, CheckpointSamples.After(12));
        var bytes = Changed(folder, from, to);
        Encoding.ASCII.GetBytes(Checksum(bytes)).CopyTo(bytes, 35);
        Assert.Contains(expected, Refusal(folder, bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void Final_weights_are_no_checkpoint()
    {
        using var folder = new TemporaryFolder();
        SafeTensors.Write(folder.File("w"), [new("w", [1])], [1], new Dictionary<string, string>());
        var refusal = Refusal(folder, File.ReadAllBytes(folder.File("w")));
        Assert.Contains("no checkpoint", refusal, StringComparison.Ordinal);
    }

    /// <summary>A file that is changed in place, which is much quicker than writing it again.</summary>
    private static SafeFileHandle Open(TemporaryFolder folder) =>
        File.OpenHandle(folder.File("c"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);

    private static string Refusal(TemporaryFolder folder, byte[] bytes) => Refusal(folder.Write("tested", bytes));

    /// <summary>The one line by which a file is refused.</summary>
    private static string Refusal(string path)
    {
        var message = Assert.Throws<CheckpointException>(() => CheckpointReader.Read(path, Identity)).Message;
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        return message;
    }

    private static int SizeOf(string type) => type switch { "F64" => 8, "F32" => 4, "U8" => 1, _ => 0 };

    private static string Checksum(byte[] bytes)
    {
        var copy = (byte[])bytes.Clone();
        copy.AsSpan(35, 64).Fill((byte)'0');
        return Convert.ToHexStringLower(SHA256.HashData(copy));
    }

    private static byte[] Changed(TemporaryFolder folder, string from, string to) =>
        Replace(File.ReadAllBytes(folder.File("c")), from, to);

    private static byte[] Replace(byte[] bytes, string from, string to)
    {
        var place = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(from));
        Assert.True(place > 0 && from.Length == to.Length);
        Encoding.ASCII.GetBytes(to).CopyTo(bytes, place);
        return bytes;
    }
}
