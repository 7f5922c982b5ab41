using RestStream.Storage.Records;

namespace RestStream.Storage.Tests.Records;

public sealed class VarintTests
{
    [Theory]
    [InlineData(0, "00")]
    [InlineData(-1, "01")]
    [InlineData(1, "02")]
    [InlineData(63, "7E")]
    [InlineData(-64, "7F")]
    [InlineData(64, "8001")]
    [InlineData(300, "D804")]
    [InlineData(int.MaxValue, "FEFFFFFF0F")]
    [InlineData(int.MinValue, "FFFFFFFF0F")]
    [InlineData(long.MaxValue, "FEFFFFFFFFFFFFFFFF01")]
    [InlineData(long.MinValue, "FFFFFFFFFFFFFFFFFF01")]
    public void KnownValue_HasKafkasBytes(long value, string hex)
    {
        var bytes = new byte[Varint.MaxLongBytes];
        var written = Varint.Write(bytes, value);
        Assert.Equal(hex, Convert.ToHexString(bytes, 0, written));
        Assert.Equal(written, Varint.Size(value));
        Assert.True(Varint.TryRead(bytes, out long read, out var bytesRead));
        Assert.Equal((value, written), (read, bytesRead));
    }

    [Fact]
    public void EveryBitLength_IsSizedWrittenAndReadBack()
    {
        Span<byte> bytes = stackalloc byte[Varint.MaxLongBytes];
        for (var shift = 0; shift < 64; shift++)
        {
            foreach (var value in (long[])[1L << shift, (1L << shift) - 1, -(1L << shift), ~(1L << shift)])
            {
                var written = Varint.Write(bytes, value);
                Assert.Equal(written, Varint.Size(value));
                Assert.True(Varint.TryRead(bytes[..written], out long read, out _));
                Assert.Equal(value, read);
                if (value != (int)value) continue;
                Assert.Equal(written, Varint.Size((int)value));
                Assert.True(Varint.TryRead(bytes[..written], out int readInt, out _));
                Assert.Equal(value, readInt);
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("FFFFFFFF")]
    [InlineData("808080808000")]
    [InlineData("FFFFFFFF1F")]
    [InlineData("FFFFFFFFFFFFFFFFFF01")]
    public void CutOffOrTooLarge_IsNoInt(string hex) => Assert.False(Varint.TryRead(Convert.FromHexString(hex), out int _, out _));

    [Theory]
    [InlineData("")]
    [InlineData("FFFFFFFFFFFFFFFFFF")]
    [InlineData("FFFFFFFFFFFFFFFFFF02")]
    [InlineData("8080808080808080808000")]
    public void CutOffOrTooLarge_IsNoLong(string hex) => Assert.False(Varint.TryRead(Convert.FromHexString(hex), out long _, out _));

    [Fact]
    public void NoRoom_Throws() => Assert.Throws<ArgumentException>(() => Varint.Write(new byte[1], 64));
}
