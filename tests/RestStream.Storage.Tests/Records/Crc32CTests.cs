using System.Text;
using RestStream.Storage.Records;
using RestStream.TestKit;
using Xunit.Abstractions;

namespace RestStream.Storage.Tests.Records;

public sealed class Crc32CTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("", 0u)]
    [InlineData("123456789", 0xE3069283u)]
    public void KnownText_GivesTheKnownSum(string text, uint expected) => Assert.Equal(expected, Crc32C.Compute(Encoding.ASCII.GetBytes(text)));

    // The vectors of RFC 3720, B.4.
    [Theory]
    [InlineData(0x00, 0x8A9136AAu)]
    [InlineData(0xFF, 0x62A8AB43u)]
    public void ThirtyTwoEqualBytes_GiveTheKnownSum(byte value, uint expected) => Assert.Equal(expected, Crc32C.Compute(Enumerable.Repeat(value, 32).ToArray()));

    [Fact]
    public void EveryLengthAndAlignment_EqualsTheBitwiseSum()
    {
        var bytes = RandomBytes(20_000);
        for (var length = 0; length < 1_300; length++) AssertEqualsBitwise(bytes.AsSpan(length % 17, length));
        foreach (var length in (int[])[3071, 3072, 3073, 6144, 6151, 9999, 19_900])
        {
            for (var start = 0; start < 9; start++) AssertEqualsBitwise(bytes.AsSpan(start, length));
        }
    }

    [Fact]
    public void Interleaved_EqualsSequential()
    {
        var bytes = RandomBytes(1 << 20);
        for (var length = bytes.Length; length > 100; length = length * 9 / 10)
            Assert.Equal(Crc32C.ComputeSequential(bytes.AsSpan(0, length)), Crc32C.Compute(bytes.AsSpan(0, length)));
    }

    private byte[] RandomBytes(int length)
    {
        var bytes = new byte[length];
        SeededRandom.Create(output.WriteLine).NextBytes(bytes);
        return bytes;
    }

    private static void AssertEqualsBitwise(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0x82F63B78 & (0 - (crc & 1)));
        }

        Assert.Equal(~crc, Crc32C.Compute(bytes));
    }
}
