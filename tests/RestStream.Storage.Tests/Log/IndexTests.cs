using System.Buffers.Binary;
using RestStream.TestKit;
using RestStream.TestKit.Simulation;
using Xunit.Abstractions;

namespace RestStream.Storage.Tests.Log;

public sealed class IndexTests(ITestOutputHelper output)
{
    private const string Path = "/data";
    private static readonly LogConfig Small = new() { SegmentBytes = 3000, IndexIntervalBytes = 200 };

    [Fact]
    public void RandomLookups_AgreeWithANaiveModel()
    {
        var random = SeededRandom.Create(output.WriteLine);
        var disk = new SimulatedFileSystem();
        var model = new List<(long Offset, long Timestamp)>();
        using var fixture = new LogFixture(disk, Path, Small).Open();
        for (var round = 0; round < 4; round++)
        {
            Write(fixture, random, model, 100);
            CheckLookups(fixture.Log, random, model);
            fixture.Reopen();
            CheckLookups(fixture.Log, random, model);
        }
    }

    [Theory]
    [InlineData(".index")]
    [InlineData(".timeindex")]
    public void AnyBitOfAnIndexFlipped_AnswersStayTheSame(string suffix)
    {
        var random = SeededRandom.Create(output.WriteLine);
        var disk = new SimulatedFileSystem();
        var model = new List<(long Offset, long Timestamp)>();
        var clean = new LogFixture(disk, Path, Small).Open();
        Write(clean, random, model, 60);
        clean.Stop();
        var index = disk.List("/data/t-0").First(e => e.Name.EndsWith(suffix, StringComparison.Ordinal)).Name;
        var bits = disk.ReadAll($"/data/t-0/{index}").Length * 8;
        for (var bit = 0; bit < bits; bit++)
        {
            var flipped = disk.Kill();
            flipped.FlipBit($"/data/t-0/{index}", bit);
            using var fixture = new LogFixture(flipped, Path, Small).Open();
            CheckEveryLookup(fixture.Log, model, $"bit {bit}");
        }
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("empty")]
    [InlineData("half an entry")]
    [InlineData("of another segment")]
    [InlineData("ahead of the log")]
    public void IndexesNotAsTheLog_AreRebuilt(string how)
    {
        var random = SeededRandom.Create(output.WriteLine);
        var disk = new SimulatedFileSystem();
        var model = new List<(long Offset, long Timestamp)>();
        var clean = new LogFixture(disk, Path, Small).Open();
        Write(clean, random, model, 100);
        clean.Stop();
        foreach (var unclean in new[] { false, true })
        {
            var damaged = disk.Kill();
            if (unclean) damaged.DeleteFile("/data/.kafka_cleanshutdown");
            Spoil(damaged, how);
            using var fixture = new LogFixture(damaged, Path, Small).Open();
            CheckEveryLookup(fixture.Log, model, how);
            Assert.Equal(model.Count, fixture.ReadAll().Count);
            fixture.Reopen();
            CheckEveryLookup(fixture.Log, model, how);
        }
    }

    private static void Spoil(SimulatedFileSystem disk, string how)
    {
        var indexes = disk.List("/data/t-0").Select(e => $"/data/t-0/{e.Name}").Where(n => n.EndsWith("index", StringComparison.Ordinal)).ToList();
        var other = disk.ReadAll(indexes[2]);
        foreach (var index in indexes)
        {
            var length = disk.ReadAll(index).Length;
            var entry = new byte[index.EndsWith(".timeindex", StringComparison.Ordinal) ? 12 : 8];
            BinaryPrimitives.WriteInt32BigEndian(entry.AsSpan(entry.Length - 4), 900_000);
            entry[0] = 0x7f;
            if (how == "gone") disk.DeleteFile(index);
            else if (how == "empty") disk.Truncate(index, 0);
            else if (how == "half an entry") disk.Truncate(index, Math.Max(0, length - 5));
            else if (how == "of another segment") disk.Overwrite(index, 0, other);
            else disk.Overwrite(index, length, entry);
        }
    }

    private static void Write(LogFixture fixture, SeededRandom random, List<(long Offset, long Timestamp)> model, int batches)
    {
        for (var i = 0; i < batches; i++)
        {
            // Now and then older than what came before.
            var timestamp = 1000 + (model.Count * 10L) + random.Next(-100, 100);
            var values = Enumerable.Range(0, 1 + random.Next(3)).Select(_ => new byte[random.Next(80)]).ToArray();
            var result = fixture.AppendSynced(Batches.Of(timestamp, values));
            model.AddRange(values.Select((_, n) => (result.BaseOffset + n, timestamp)));
        }
    }

    private static void CheckLookups(PartitionLog log, SeededRandom random, List<(long Offset, long Timestamp)> model)
    {
        for (var i = 0; i < 200; i++) CheckOffset(log, model[random.Next(model.Count)].Offset, "random");
        for (var i = 0; i < 200; i++) CheckTime(log, model, random.Next(0, 1200 + (model.Count * 10)), "random");
    }

    private static void CheckEveryLookup(PartitionLog log, List<(long Offset, long Timestamp)> model, string because)
    {
        foreach (var (offset, timestamp) in model)
        {
            CheckOffset(log, offset, because);
            CheckTime(log, model, timestamp, because);
            CheckTime(log, model, timestamp + 1, because);
        }
    }

    private static void CheckOffset(PartitionLog log, long offset, string because)
    {
        var read = log.Read(offset, 1, 1, atLeastOne: true);
        var first = Batches.Read(read.Buffer.AsSpan(0, read.Length));
        Assert.True(first[0].Offset <= offset && first[^1].Offset >= offset, because);
    }

    private static void CheckTime(PartitionLog log, List<(long Offset, long Timestamp)> model, long timestamp, string because)
    {
        var expected = model.Where(r => r.Timestamp >= timestamp).Select(r => ((long, long)?)r).FirstOrDefault();
        Assert.True(expected == log.FindByTimestamp(timestamp), $"{because}: {timestamp} → {log.FindByTimestamp(timestamp)}, not {expected}");
    }
}
