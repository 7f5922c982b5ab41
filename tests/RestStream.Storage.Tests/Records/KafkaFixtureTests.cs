using RestStream.Storage.Records;
using RestStream.TestKit;

namespace RestStream.Storage.Tests.Records;

/// <summary>Segments that a real Kafka broker wrote are read as Kafka's own tool reads them.</summary>
public sealed class KafkaFixtureTests
{
    [Theory]
    [InlineData("none")]
    [InlineData("gzip")]
    [InlineData("appendtime")]
    public void KafkasSegment_IsReadAsKafkaReadsIt(string name) => Assert.Equal(Expected(name), KafkaDump.Lines(Segment(name)));

    [Theory]
    [InlineData("snappy", CompressionCodec.Snappy)]
    [InlineData("lz4", CompressionCodec.Lz4)]
    [InlineData("zstd", CompressionCodec.Zstd)]
    public void CodecWithoutDecoder_HasReadableHeaders_AndAClearError(string name, CompressionCodec codec)
    {
        var segment = Segment(name);
        Assert.Equal(Expected(name).Where(line => line.StartsWith("base", StringComparison.Ordinal)), KafkaDump.Lines(segment));
        Assert.Equal(RecordBatchError.UnsupportedCompression, BatchDecompression.Decompress(codec, RecordBatch.Records(segment), out var records));
        Assert.Null(records);
        var reader = RecordReader.Over(segment);
        Assert.False(reader.Read());
        Assert.Equal(RecordBatchError.UnsupportedCompression, reader.Error);
    }

    [Fact]
    public void HeaderValuesOfKafka_AreReadExactly()
    {
        var reader = RecordReader.Over(Segment("none"));
        Assert.True(reader.Read());
        Assert.Equal(2, reader.HeaderCount);
        var headers = reader.Headers;
        Assert.True(headers.Read() && headers.Name.SequenceEqual("h1"u8) && headers.Value.SequenceEqual("v1"u8));
        Assert.True(headers.Read() && headers.Name.SequenceEqual("h2"u8) && headers.HasValue && headers.Value.IsEmpty);
        Assert.False(headers.Read());
        for (var i = 1; i <= 6; i++) Assert.True(reader.Read());
        headers = reader.Headers;
        Assert.True(headers.Read() && headers.Name.SequenceEqual("trace"u8) && !headers.HasValue);
    }

    // The writer given the records of a Kafka batch makes the very bytes that Kafka made, but for the producer's fields and so the CRC.
    [Fact]
    public void RecordsWrittenAnew_HaveKafkasBytes()
    {
        var kafkas = Segment("none");
        Assert.True(RecordBatchHeader.TryRead(kafkas, out var header));
        var ours = new byte[header.Length];
        var writer = new RecordBatchWriter(ours, header.BaseTimestamp, header.Attributes, header.ProducerId, header.ProducerEpoch, header.BaseSequence);
        var reader = RecordReader.Over(kafkas);
        while (reader.Read()) Copy(reader, ref writer);
        Assert.Equal(header.Length, writer.Complete());
        RecordBatch.SetLeaderEpoch(ours, header.LeaderEpoch);
        Assert.Equal(kafkas.AsSpan(0, header.Length).ToArray(), ours);
    }

    [Fact]
    public void FlippedBitsOfKafkasSegments_AreCaughtByTheCrc()
    {
        foreach (var name in (string[])["none", "gzip", "snappy", "lz4", "zstd", "appendtime"])
        {
            var segment = Segment(name);
            RecordBatchHeader.TryRead(segment, out var header);
            for (var at = RecordBatchFormat.MagicAt; at < header.Length; at++)
            {
                segment[at] ^= 0x10;
                Assert.False(RecordBatch.VerifyCrc(segment), $"{name}, byte {at}");
                segment[at] ^= 0x10;
            }
        }
    }

    private static void Copy(in RecordReader reader, ref RecordBatchWriter writer)
    {
        var size = 0;
        var headers = reader.Headers;
        while (headers.Read()) size += RecordBatchWriter.HeaderSizeInBytes(headers.Name.Length, headers.HasValue ? headers.Value.Length : -1);
        writer.BeginRecord(reader.Timestamp, reader.Key, reader.HasKey, reader.Value, reader.HasValue, reader.HeaderCount, size);
        headers = reader.Headers;
        while (headers.Read()) writer.AddHeader(headers.Name, headers.Value, headers.HasValue);
    }

    private static byte[] Segment(string name) => File.ReadAllBytes(PathOf($"{name}.log"));

    private static IEnumerable<string> Expected(string name) => File.ReadAllLines(PathOf($"{name}.dump.txt")).Skip(1);

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Records", "Fixtures", file);
}
