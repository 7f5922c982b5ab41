using System.IO.Compression;
using RestStream.Storage.Records;
using RestStream.TestKit;
using Xunit.Abstractions;

namespace RestStream.Storage.Tests.Records;

public sealed class BatchDecompressionTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(1_000_000)]
    public void Gzip_IsUndone(int length)
    {
        var bytes = new byte[length];
        SeededRandom.Create(output.WriteLine).NextBytes(bytes);
        Assert.Equal(RecordBatchError.None, BatchDecompression.Decompress(CompressionCodec.Gzip, Gzip(bytes), out var records));
        using (records) Assert.Equal(bytes, records!.Bytes.ToArray());
    }

    [Fact]
    public void NoBytes_AreMalformed() =>
        Assert.Equal(RecordBatchError.MalformedCompression, BatchDecompression.Decompress(CompressionCodec.Gzip, default, out _));

    [Fact]
    public void Bomb_IsRefusedAtTheLimit()
    {
        var bomb = Gzip(new byte[20 << 20]);
        Assert.True(bomb.Length < 100_000);
        Assert.Equal(RecordBatchError.DecompressedTooLarge, BatchDecompression.Decompress(CompressionCodec.Gzip, bomb, out var records, maxBytes: 1 << 20));
        Assert.Null(records);
    }

    [Fact]
    public void ExactlyTheLimit_IsTaken_AndOneMoreIsNot()
    {
        var bytes = Gzip(new byte[100_000]);
        Assert.Equal(RecordBatchError.None, BatchDecompression.Decompress(CompressionCodec.Gzip, bytes, out var records, 100_000));
        records!.Dispose();
        Assert.Equal(RecordBatchError.DecompressedTooLarge, BatchDecompression.Decompress(CompressionCodec.Gzip, bytes, out _, 99_999));
    }

    [Fact]
    public void DamagedOrCutOff_NeverThrows()
    {
        var random = SeededRandom.Create(output.WriteLine);
        var whole = Gzip([.. Enumerable.Range(0, 3000).Select(i => (byte)(i * i >> 3))]);
        for (var length = 0; length < whole.Length; length++) Decompress(whole.AsSpan(0, length));
        for (var round = 0; round < 3000; round++)
        {
            var bytes = whole.ToArray();
            for (var flips = 0; flips < 1 + round % 3; flips++) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            Decompress(bytes);
        }
    }

    private static void Decompress(ReadOnlySpan<byte> bytes)
    {
        var error = BatchDecompression.Decompress(CompressionCodec.Gzip, bytes, out var records, 1 << 20);
        Assert.Equal(error == RecordBatchError.None, records is not null);
        records?.Dispose();
    }

    private static byte[] Gzip(byte[] bytes)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize)) gzip.Write(bytes);
        return compressed.ToArray();
    }
}
