using System.Buffers;
using RestStream.Storage.Log;
using RestStream.Storage.Records;
using RestStream.Storage.Tests.Log;
using RestStream.TestKit;

namespace RestStream.Storage.Tests.Compaction;

/// <summary>What the compaction tests do with the first log of a fixture.</summary>
internal static class CompactedLog
{
    public static readonly LogConfig Small = new() { CompactPolicy = true, DeletePolicy = false, SegmentBytes = 500, IndexIntervalBytes = 100, FileDeleteDelayMs = 60_000 };

    public static long NowMs(this LogFixture fixture) => fixture.Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Appends one batch, synced.</summary>
    public static void Put(this LogFixture fixture, params Keyed[] records) => fixture.AppendSynced(Keyed.Batch(fixture.NowMs(), records));

    public static void Put(this LogFixture fixture, string? key, string? value) => fixture.Put(new Keyed(key, value));

    /// <summary>Fills the active segment until it rolls.</summary>
    public static void Roll(this LogFixture fixture, string key = "filler")
    {
        var rolls = fixture.Events.Of(nameof(IStorageEvents.SegmentRolled)).Count;
        while (fixture.Events.Of(nameof(IStorageEvents.SegmentRolled)).Count == rolls) fixture.Put(key, new string('f', 100));
    }

    /// <summary>Compacts until nothing asks for it.</summary>
    public static void Clean(this LogFixture fixture)
    {
        while (fixture.Directory.CleanOnce())
        {
        }
    }

    /// <summary>All records from an offset on, as a reader gets them.</summary>
    public static List<(long Offset, long Timestamp, Keyed Record)> Records(this LogFixture fixture, long from = 0, int maxBytes = 1 << 20, List<(long From, long Next)>? damage = null)
    {
        var found = new List<(long, long, Keyed)>();
        fixture.ForEachRead((batches, at) => found.AddRange(Keyed.Read(batches).Where(r => r.Offset >= at)), from, maxBytes, damage);
        return found;
    }

    /// <summary>Every batch's header fields.</summary>
    public static List<(long Base, long Last, int Count, long? Horizon, short Attributes)> Headers(this LogFixture fixture)
    {
        var found = new List<(long, long, int, long?, short)>();
        foreach (var file in fixture.Directory.Files.List(fixture.PartitionPath))
        {
            if (!SegmentName.TryParse(file.Name, SegmentName.Log, out var _)) continue;
            using var log = fixture.Directory.Files.Open(System.IO.Path.Combine(fixture.PartitionPath, file.Name), Storage.Files.FileOpenMode.Read);
            var bytes = new byte[log.Length];
            log.Read(bytes, 0);
            for (ReadOnlySpan<byte> rest = bytes; RecordBatchHeader.TryRead(rest, out var header); rest = rest[header.Length..])
                found.Add((header.BaseOffset, header.LastOffset, header.Count, header.HasDeleteHorizon ? header.BaseTimestamp : null, header.Attributes));
        }

        return found;
    }

    /// <summary>What a reader of the whole log ends up with: the last value of each key.</summary>
    public static Dictionary<string, string> Latest(this IEnumerable<(long Offset, long Timestamp, Keyed Record)> records)
    {
        var latest = new Dictionary<string, string>();
        foreach (var (_, _, record) in records)
        {
            if (record.Key is null) continue;
            if (record.Value is null) latest.Remove(record.Key);
            else latest[record.Key] = record.Value;
        }

        return latest;
    }

    public static IReadOnlyList<StorageEvent> Cleans(this LogFixture fixture) => fixture.Events.Of(nameof(IStorageEvents.LogCleaned));

    private static void ForEachRead(this LogFixture fixture, Action<byte[], long> take, long from, int maxBytes, List<(long From, long Next)>? damage)
    {
        while (true)
        {
            var read = fixture.Log.Read(from, maxBytes, int.MaxValue, atLeastOne: true);
            if (read.Status == LogReadStatus.Damaged)
            {
                Assert.NotNull(damage);
                damage.Add((from, read.NextReadableOffset));
                from = read.NextReadableOffset;
                continue;
            }

            Assert.Equal(LogReadStatus.Ok, read.Status);
            if (read.Buffer is null)
            {
                Assert.True(from >= read.HighWatermark, $"nothing at {from} below {read.HighWatermark}");
                return;
            }

            var batches = read.Buffer[..read.Length];
            ArrayPool<byte>.Shared.Return(read.Buffer);
            take(batches, from);
            var next = Batches.NextOffset(batches);
            Assert.True(next > from);
            from = next;
        }
    }
}
