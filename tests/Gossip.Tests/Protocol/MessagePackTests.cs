using Murmuration.Gossip.Protocol;

namespace Murmuration.Gossip.Tests.Protocol;

public sealed class MessagePackTests
{
    /// <summary>Bytes by the format's specification, each integer in its shortest form.</summary>
    public static TheoryData<long, string> Integers => new()
    {
        { 0, "00" }, { 127, "7f" }, { 128, "cc80" }, { 255, "ccff" }, { 256, "cd0100" }, { 65535, "cdffff" },
        { 65536, "ce00010000" }, { 4294967295, "ceffffffff" }, { 4294967296, "cf0000000100000000" },
        { long.MaxValue, "cf7fffffffffffffff" }, { -1, "ff" }, { -32, "e0" }, { -33, "d0df" }, { -128, "d080" },
        { -129, "d1ff7f" }, { -32768, "d18000" }, { -32769, "d2ffff7fff" }, { int.MinValue, "d280000000" },
        { int.MinValue - 1L, "d3ffffffff7fffffff" }, { long.MinValue, "d38000000000000000" },
    };

    public static TheoryData<string> HostileHeaders =>
    [
        "", "c1", "d4", "d40102", "c7", "c9ffffffff", "81", "df", "dfffffffff", "ddffffffff", "dc", "92", "9201",
        "dbffffffff61", "d9", "d905", "a5616263", "cb0000", "c6ffffffff00", "81a161", "9191919191919191919191",
        "8181818181818181818101", "ca00", "ce0000", "d3",
    ];

    [Theory]
    [MemberData(nameof(Integers))]
    public void Integers_have_their_golden_bytes(long value, string hex)
    {
        Assert.Equal(hex, Hex(static (ref MessagePackWriter writer, long value) => writer.WriteInteger(value), value));
        var reader = new MessagePackReader(Convert.FromHexString(hex));
        Assert.Equal(value, reader.ReadInteger());
        Assert.True(reader.IsAtEnd);
    }

    [Theory]
    [InlineData("", "a0")]
    [InlineData("run", "a372756e")]
    [InlineData("ü", "a2c3bc")]
    [InlineData("0123456789012345678901234567890", "bf30313233343536373839303132333435363738393031323334353637383930")]
    [InlineData(
        "01234567890123456789012345678901", "d9203031323334353637383930313233343536373839303132333435363738393031")]
    public void Strings_have_their_golden_bytes(string value, string hex)
    {
        Assert.Equal(hex, Hex(static (ref MessagePackWriter writer, string value) => writer.WriteString(value), value));
        var reader = new MessagePackReader(Convert.FromHexString(hex));
        Assert.Equal(value, reader.ReadString(100));
    }

    [Fact]
    public void Other_values_have_their_golden_bytes()
    {
        var bytes = new byte[100];
        var writer = new MessagePackWriter(bytes);
        writer.WriteArrayHeader(3);
        writer.WriteDouble(1.5);
        writer.WriteMapHeader(1);
        writer.WriteString("a");
        writer.WriteFixedUInt32(7);
        writer.WriteArrayHeader(16);
        Assert.Equal(
            "93cb3ff800000000000081a161ce00000007dc0010",
            Convert.ToHexStringLower(bytes.AsSpan(0, writer.Length)));

        var reader = new MessagePackReader(bytes.AsSpan(0, writer.Length));
        Assert.Equal(3, reader.ReadArrayHeader(3));
        Assert.Equal(1.5, reader.ReadDouble());
        Assert.Equal(1, reader.ReadMapHeader(1));
        Assert.Equal("a", reader.ReadString(1));
        Assert.Equal(7u, reader.ReadUInt32());
    }

    [Theory]
    [InlineData("c0")]
    [InlineData("c2")]
    [InlineData("c3")]
    [InlineData("c4020102")]
    [InlineData("c500020102")]
    [InlineData("c6000000020102")]
    public void Values_that_no_header_holds_are_passed_over(string hex)
    {
        var reader = new MessagePackReader(Convert.FromHexString(hex));
        reader.Skip();
        Assert.True(reader.IsAtEnd);
    }

    [Theory]
    [InlineData("d905" + "6162636465")]
    [InlineData("da0005" + "6162636465")]
    [InlineData("db00000005" + "6162636465")]
    public void Longer_forms_than_needed_are_read_as_well(string hex) =>
        Assert.Equal("abcde", new MessagePackReader(Convert.FromHexString(hex)).ReadString(5));

    [Theory]
    [MemberData(nameof(HostileHeaders))]
    public void Whatever_is_asked_of_hostile_bytes_is_a_protocol_exception(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        Assert.Throws<ProtocolException>(() => SkipAll(bytes));
        Assert.Throws<ProtocolException>(() => ReadMap(bytes));
    }

    [Fact]
    public void A_value_that_cannot_be_held_is_a_protocol_exception()
    {
        Assert.Throws<ProtocolException>(
            () => new MessagePackReader([0xcf, 255, 255, 255, 255, 255, 255, 255, 255]).ReadInteger());
        Assert.Throws<ProtocolException>(() => new MessagePackReader([0xa2, 0xc3, 0x28]).ReadString(2));
    }

    [Fact]
    public void A_value_longer_than_allowed_is_a_protocol_exception()
    {
        Assert.Throws<ProtocolException>(() => new MessagePackReader("abc"u8).ReadString(2));
        Assert.Throws<ProtocolException>(() => new MessagePackReader([0xa3, 1, 2, 3]).ReadString(2));
        Assert.Throws<ProtocolException>(() => new MessagePackReader([0xc4, 3, 1, 2, 3]).ReadBinary(2));
        Assert.Throws<ProtocolException>(() => new MessagePackReader([0x93, 1, 2, 3]).ReadArrayHeader(2));
        Assert.Throws<ProtocolException>(() => new MessagePackReader([0x05]).ReadInteger("n", 0, 4));
    }

    [Fact]
    public void Random_values_survive_the_round_trip_and_every_cut_is_noticed()
    {
        var random = new Random(3);
        var bytes = new byte[200];
        for (var trial = 0; trial < 500; trial++)
        {
            var integer = random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
            var number = BitConverter.Int64BitsToDouble(random.NextInt64());
            var text = new string((char)random.Next(32, 1000), random.Next(40));
            var writer = new MessagePackWriter(bytes);
            writer.WriteInteger(integer);
            writer.WriteDouble(number);
            writer.WriteString(text);
            var reader = new MessagePackReader(bytes.AsSpan(0, writer.Length));
            Assert.Equal((integer, number, text), (reader.ReadInteger(), reader.ReadDouble(), reader.ReadString(100)));
            reader.ExpectEnd();
            var cut = bytes[..random.Next(writer.Length)];
            Assert.Throws<ProtocolException>(() => SkipThree(cut));
        }
    }

    private delegate void Write<in T>(ref MessagePackWriter writer, T value);

    private static string Hex<T>(Write<T> write, T value)
    {
        var bytes = new byte[100];
        var writer = new MessagePackWriter(bytes);
        write(ref writer, value);
        return Convert.ToHexStringLower(bytes.AsSpan(0, writer.Length));
    }

    private static void SkipAll(byte[] bytes)
    {
        var reader = new MessagePackReader(bytes);
        reader.Skip();
    }

    private static void SkipThree(byte[] bytes)
    {
        var reader = new MessagePackReader(bytes);
        reader.Skip();
        reader.Skip();
        reader.Skip();
    }

    private static void ReadMap(byte[] bytes)
    {
        var reader = new MessagePackReader(bytes);
        for (var fields = reader.ReadMapHeader(16); fields > 0; fields--)
        {
            _ = reader.ReadString(16);
            _ = reader.ReadInteger();
        }
    }
}
