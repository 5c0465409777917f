using System.Text;
using Murmuration.Gossip.Protocol;

namespace Murmuration.Gossip.Tests.Protocol;

public sealed class Crc32CTests
{
    [Theory]
    [InlineData("", 0u)]
    [InlineData("123456789", 0xE3069283u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x22620404u)]
    public void Known_texts_have_their_known_checksums(string text, uint expected) =>
        Assert.Equal(expected, Crc32C.Compute(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Thirty_two_zero_bytes_have_the_checksum_of_rfc_3720() =>
        Assert.Equal(0x8A9136AAu, Crc32C.Compute(new byte[32]));

    [Theory]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(575)]
    [InlineData(832)]
    [InlineData(1_000)]
    [InlineData(6143)]
    [InlineData(6144)]
    [InlineData(6145)]
    [InlineData(20_003)]
    public void Blocks_and_lanes_agree_with_one_bit_after_the_other(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        Assert.Equal(BitByBit(bytes), Crc32C.Compute(bytes));
        Assert.Equal(BitByBit(bytes), ~Crc32C.AppendInLanes(uint.MaxValue, bytes));
    }

    [Theory]
    [InlineData(700, 5)]
    [InlineData(5, 700)]
    [InlineData(1024, 4096)]
    public void Parts_in_turn_give_the_checksum_of_the_whole(int first, int second)
    {
        var bytes = new byte[first + second];
        new Random(first).NextBytes(bytes);
        var running = Crc32C.Append(Crc32C.Append(uint.MaxValue, bytes.AsSpan(0, first)), bytes.AsSpan(first));
        Assert.Equal(BitByBit(bytes), ~running);
    }

    private static uint BitByBit(byte[] bytes)
    {
        var running = uint.MaxValue;
        foreach (var value in bytes)
        {
            running ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                running = (running & 1) != 0 ? (running >> 1) ^ 0x82F63B78 : running >> 1;
            }
        }

        return ~running;
    }
}
