using System.Buffers;
using RestStream.Storage.Files;
using RestStream.Storage.Tests.Log;
using RestStream.TestKit;
using RestStream.TestKit.Simulation;
using Xunit.Abstractions;

namespace RestStream.Storage.Tests.Proof;

/// <summary>
/// Indexes are never an authority: whatever happens to them, reads by offset give what the log holds, and so does a search by time when an index is gone, empty or of
/// an impossible length. A time index that is wrong and looks right can, as in Kafka, make a search by time begin too late.
/// </summary>
public sealed class DamagedIndexTests(ITestOutputHelper output)
{
    private const string Path = "/data";
    private const int Rounds = 150, Reads = 25;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void DamagedIndexes_ChangeNoAnswer(bool isStoppedCleanly)
    {
        SeededRandom random = SeededRandom.Create(output.WriteLine);
        for (int round = 0; round < Rounds; round++)
        {
            var disk = new SimulatedFileSystem();
            var config = new LogConfig { SegmentBytes = 6000, IndexIntervalBytes = 200 };
            using LogFixture log = new LogFixture(disk, Path, config).Open();
            List<long> timestamps = Write(log, random);
            log.Stop();
            (string what, bool canBeSeen) = Damage(disk, random);
            if (!isStoppedCleanly) disk.DeleteFile($"{Path}/.kafka_cleanshutdown");
            log.Open();
            string when = $"{random}, round {round}, {what}";
            AssertReads(log, timestamps.Count, random, when);
            if (canBeSeen) AssertSearches(log, timestamps, random, when);
        }
    }

    private static List<long> Write(LogFixture log, SeededRandom random)
    {
        var timestamps = new List<long>();
        long time = 1000;
        for (int i = 0; i < 150; i++)
        {
            timestamps.Add(time += random.Next(-20, 50));
            log.AppendSynced(Batches.Numbered(i, time, padding: random.Next(200)));
        }

        return timestamps;
    }

    private static (string What, bool CanBeSeen) Damage(SimulatedFileSystem disk, SeededRandom random)
    {
        string[] indexes = [.. disk.List($"{Path}/t-0").Select(entry => entry.Name).Where(name => name.EndsWith("index", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        string name = indexes[random.Next(indexes.Length)], path = $"{Path}/t-0/{name}";
        byte[] bytes = Read(disk, path);
        int kind = bytes.Length == 0 ? 1 : random.Next(4);
        int at = bytes.Length == 0 ? 0 : random.Next(bytes.Length);
        disk.DeleteFile(path);
        byte[]? damaged = kind switch { 0 => null, 1 => [], 2 => bytes[..at], _ => Flip(bytes, at, random.Next(8)) };
        if (damaged is not null) Write(disk, path, damaged);
        bool canBeSeen = kind < 2 || (kind == 2 && at % EntryBytes(name) != 0);
        return ($"{name} {kind} at {at}", canBeSeen);
    }

    private static int EntryBytes(string name) => name.EndsWith(".timeindex", StringComparison.Ordinal) ? 12 : 8;

    private static byte[] Flip(byte[] bytes, int at, int bit)
    {
        bytes[at] ^= (byte)(1 << bit);
        return bytes;
    }

    private static void AssertReads(LogFixture log, int records, SeededRandom random, string when)
    {
        for (int i = 0; i < Reads; i++)
        {
            long offset = random.Next(records);
            LogReadResult read = log.Log.Read(offset, 1, 1, atLeastOne: true);
            Assert.True(read.Status == LogReadStatus.Ok && read.Buffer is not null, $"offset {offset}: {read.Status} ({when})");
            var values = Batches.Read(read.Buffer.AsSpan(0, read.Length));
            ArrayPool<byte>.Shared.Return(read.Buffer);
            Assert.True(values[0].Offset == offset && Batches.NumberOf(values[0].Value) == offset, $"offset {offset}: {values[0].Offset} ({when})");
        }
    }

    private static void AssertSearches(LogFixture log, List<long> timestamps, SeededRandom random, string when)
    {
        for (int i = 0; i < Reads; i++)
        {
            long time = timestamps[random.Next(timestamps.Count)];
            int first = timestamps.FindIndex(timestamp => timestamp >= time);
            Assert.True(log.Log.FindByTimestamp(time) is var found && found == (first, timestamps[first]), $"time {time}: {found}, not {first} ({when})");
        }
    }

    private static byte[] Read(SimulatedFileSystem disk, string path)
    {
        using var file = disk.Open(path, FileOpenMode.Read);
        var bytes = new byte[file.Length];
        Assert.Equal(bytes.Length, file.Read(bytes, 0));
        return bytes;
    }

    private static void Write(SimulatedFileSystem disk, string path, byte[] bytes)
    {
        using var file = disk.Open(path, FileOpenMode.CreateOrTruncate);
        file.Write(bytes, 0);
    }
}
