using System.Text;
using RestStream.Storage.Records;
using RestStream.TestKit;
using Xunit.Abstractions;

namespace RestStream.Storage.Tests.Records;

public sealed class RecordBatchTests(ITestOutputHelper output)
{
    private const long Time = 1_700_000_000_000;

    [Fact]
    public void WrittenRecords_AreReadBackExactly()
    {
        var batch = Sample();
        Assert.True(RecordBatch.VerifyCrc(batch));
        RecordBatch.SetBaseOffset(batch, 1000);
        RecordBatch.SetLeaderEpoch(batch, 3);
        Assert.True(RecordBatch.VerifyCrc(batch));

        Assert.True(RecordBatchHeader.TryRead(batch, out var header));
        Assert.Equal((1000, 1003, 4, batch.Length, 3), (header.BaseOffset, header.LastOffset, header.Count, header.Length, header.LeaderEpoch));
        Assert.Equal((Time, Time + 7, -1L, (short)-1, -1), (header.BaseTimestamp, header.MaxTimestamp, header.ProducerId, header.ProducerEpoch, header.BaseSequence));
        Assert.Equal(["1000 @0 k=v []", "1001 @7 null= [a=1,b=null,=]", "1002 @-5 =null []", "1003 @0 null=null []"], Describe(RecordReader.Over(batch)));
    }

    [Fact]
    public void RandomRecords_AreSizedExactlyAndReadBack()
    {
        var random = SeededRandom.Create(output.WriteLine);
        for (var round = 0; round < 300; round++)
        {
            var records = Enumerable.Range(0, random.Next(1, 30)).Select(_ => RandomRecord(random)).ToList();
            var batch = Write(records);
            Assert.True(RecordBatch.VerifyCrc(batch), random.ToString());
            Assert.Equal(records.Select((record, i) => record.Describe(i)), Describe(RecordReader.Over(batch)));
        }
    }

    [Fact]
    public void LogAppendTime_HoldsForEveryRecord_AndTheCrcIsRenewed()
    {
        var batch = Sample();
        RecordBatch.StampLogAppendTime(batch, Time + 99);
        Assert.True(RecordBatch.VerifyCrc(batch));
        var reader = RecordReader.Over(batch);
        while (reader.Read()) Assert.Equal(Time + 99, reader.Timestamp);
        Assert.Equal(4, Describe(RecordReader.Over(batch)).Count);
    }

    [Fact]
    public void ClearedJsonFlag_IsGone_AndTheCrcIsRenewed()
    {
        var batch = Write([new("k", "1", Time, [])], RecordBatchFormat.JsonFlag);
        RecordBatchHeader.TryRead(batch, out var header);
        Assert.True(header.IsJson);
        RecordBatch.ClearJsonFlag(batch);
        Assert.False(header.IsJson);
        Assert.True(RecordBatch.VerifyCrc(batch));
    }

    [Fact]
    public void EveryFlipUnderTheCrc_IsCaught_AndNeverThrows()
    {
        var whole = Sample();
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            var batch = whole.ToArray();
            batch[bit / 8] ^= (byte)(1 << (bit % 8));
            Describe(RecordReader.Over(batch));
            if (bit / 8 >= RecordBatchFormat.MagicAt) Assert.False(RecordBatch.VerifyCrc(batch), $"bit {bit}");
        }
    }

    [Fact]
    public void EveryTruncation_IsRefused()
    {
        var whole = Sample();
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Equal(RecordBatchError.Incomplete, RecordBatch.Verify(whole.AsSpan(0, length)));
            var reader = RecordReader.Over(whole.AsSpan(0, length));
            Assert.False(reader.Read());
            Assert.Equal(RecordBatchError.Incomplete, reader.Error);
        }
    }

    [Fact]
    public void DamagedRecordsWithAGoodCrc_EndInAnErrorOrInOtherRecords_NeverInAThrow()
    {
        var random = SeededRandom.Create(output.WriteLine);
        for (var round = 0; round < 20_000; round++)
        {
            var batch = Sample();
            for (var flips = random.Next(1, 4); flips > 0; flips--) batch[random.Next(RecordBatchFormat.AttributesAt, batch.Length)] = (byte)random.Next(256);
            RecordBatch.WriteCrc(batch);
            var reader = RecordReader.Over(batch);
            var records = Describe(reader);
            Assert.True(records.Count <= 8, random.ToString());
        }
    }

    [Fact]
    public void RandomBytes_NeverThrow()
    {
        var random = SeededRandom.Create(output.WriteLine);
        for (var round = 0; round < 50_000; round++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            if (bytes.Length > RecordBatchFormat.HeaderBytes && round % 2 == 0) MakeHeaderPlausible(bytes);
            RecordBatch.Verify(bytes);
            Describe(RecordReader.Over(bytes));
        }
    }

    [Fact]
    public void RecordsAfterTheLast_AreMalformed()
    {
        var batch = Sample();
        batch[RecordBatchFormat.CountAt + 3] = 3;
        RecordBatch.WriteCrc(batch);
        var reader = RecordReader.Over(batch);
        while (reader.Read()) { }
        Assert.Equal(RecordBatchError.MalformedRecord, reader.Error);
    }

    [Theory]
    [InlineData(RecordBatchFormat.LengthAt, 0, RecordBatchError.InvalidLength)]
    [InlineData(RecordBatchFormat.LengthAt, 48, RecordBatchError.InvalidLength)]
    [InlineData(RecordBatchFormat.LengthAt, -1, RecordBatchError.InvalidLength)]
    [InlineData(RecordBatchFormat.LengthAt, int.MaxValue, RecordBatchError.InvalidLength)]
    [InlineData(RecordBatchFormat.BaseOffsetAt, -1, RecordBatchError.InvalidHeader)]
    [InlineData(RecordBatchFormat.LastOffsetDeltaAt, -1, RecordBatchError.InvalidHeader)]
    [InlineData(RecordBatchFormat.CountAt, -1, RecordBatchError.InvalidHeader)]
    [InlineData(RecordBatchFormat.CountAt, 5, RecordBatchError.InvalidHeader)]
    public void ImpossibleHeader_IsRefused(int at, int value, RecordBatchError expected)
    {
        var batch = Sample();
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(at), value);
        Assert.False(RecordBatchHeader.TryRead(batch, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void OtherMagic_IsRefused()
    {
        var batch = Sample();
        batch[RecordBatchFormat.MagicAt] = 1;
        Assert.Equal(RecordBatchError.UnsupportedMagic, RecordBatch.Verify(batch));
    }

    [Fact]
    public void WriterMisused_Throws()
    {
        Assert.Throws<ArgumentException>(() => new RecordBatchWriter(new byte[60], 0));
        Assert.Throws<ArgumentException>(() => new RecordBatchWriter(new byte[100], 0, (short)CompressionCodec.Gzip));
        Assert.Throws<InvalidOperationException>(() => new RecordBatchWriter(new byte[100], 0).Complete());
        Assert.Throws<ArgumentException>(() => new RecordBatchWriter(new byte[100], 0).Append(0, default, false, new byte[40], true));
        Assert.Throws<InvalidOperationException>(() => new RecordBatchWriter(new byte[100], 0).AddHeader("x"u8, default, false));
        Assert.Throws<InvalidOperationException>(() =>
        {
            var writer = new RecordBatchWriter(new byte[100], 0);
            writer.BeginRecord(0, default, false, default, false, 1, RecordBatchWriter.HeaderSizeInBytes(1, -1));
            writer.Complete();
        });
    }

    private static void MakeHeaderPlausible(byte[] bytes)
    {
        bytes.AsSpan(0, RecordBatchFormat.HeaderBytes).Clear();
        bytes[RecordBatchFormat.LengthAt + 3] = (byte)(bytes.Length - RecordBatchFormat.OverheadBytes);
        bytes[RecordBatchFormat.MagicAt] = RecordBatchFormat.Magic;
        bytes[RecordBatchFormat.LastOffsetDeltaAt + 3] = 200;
        bytes[RecordBatchFormat.CountAt + 3] = 100;
    }

    private static byte[] Sample() => Write(
        [new("k", "v", Time, []), new(null, "", Time + 7, [("a", "1"), ("b", null), ("", "")]), new("", null, Time - 5, []), new(null, null, Time, [])]);

    private static TestRecord RandomRecord(Random random)
    {
        var headers = Enumerable.Range(0, random.Next(4) == 0 ? random.Next(5) : 0).Select(_ => (RandomText(random)!, RandomTextOrNull(random))).ToList();
        return new TestRecord(RandomTextOrNull(random), RandomTextOrNull(random), Time + random.Next(-100_000, 100_000), headers);
    }

    private static string? RandomTextOrNull(Random random) => random.Next(5) == 0 ? null : RandomText(random);

    private static string RandomText(Random random) => new('x', random.Next(10) == 0 ? random.Next(20_000) : random.Next(100));

    private static byte[] Write(List<TestRecord> records, short attributes = 0)
    {
        var size = RecordBatchFormat.HeaderBytes;
        for (var i = 0; i < records.Count; i++) size += records[i].SizeInBytes(i, records[0].Timestamp);
        var batch = new byte[size];
        var writer = new RecordBatchWriter(batch, records[0].Timestamp, attributes);
        foreach (var record in records) record.WriteTo(ref writer);
        Assert.Equal(size, writer.Complete());
        return batch;
    }

    private static List<string> Describe(RecordReader reader)
    {
        var records = new List<string>();
        while (reader.Read())
        {
            var headers = new List<string>();
            var each = reader.Headers;
            while (each.Read()) headers.Add($"{Text(each.Name, true)}={Text(each.Value, each.HasValue)}");
            records.Add($"{reader.Offset} @{reader.Timestamp - Time} {Text(reader.Key, reader.HasKey)}={Text(reader.Value, reader.HasValue)} [{string.Join(',', headers)}]");
        }

        return records;
    }

    private static string Text(ReadOnlySpan<byte> bytes, bool has) => has ? Encoding.Latin1.GetString(bytes) : "null";

    private sealed record TestRecord(string? Key, string? Value, long Timestamp, List<(string Name, string? Value)> Headers)
    {
        private int HeadersSize => Headers.Sum(header => RecordBatchWriter.HeaderSizeInBytes(header.Name.Length, header.Value?.Length ?? -1));

        public int SizeInBytes(int index, long baseTimestamp) => RecordBatchWriter.RecordSizeInBytes(
            index, Timestamp - baseTimestamp, Key?.Length ?? -1, Value?.Length ?? -1, Headers.Count, HeadersSize);

        public void WriteTo(ref RecordBatchWriter writer)
        {
            writer.BeginRecord(Timestamp, Bytes(Key), Key is not null, Bytes(Value), Value is not null, Headers.Count, HeadersSize);
            foreach (var (name, value) in Headers) writer.AddHeader(Bytes(name), Bytes(value), value is not null);
        }

        public string Describe(int offset) =>
            $"{offset} @{Timestamp - Time} {Key ?? "null"}={Value ?? "null"} [{string.Join(',', Headers.Select(header => $"{header.Name}={header.Value ?? "null"}"))}]";

        private static byte[] Bytes(string? text) => Encoding.Latin1.GetBytes(text ?? "");
    }
}
