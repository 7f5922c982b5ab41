using System.Text;
using RestStream.Storage.Log;
using RestStream.Storage.Tests.Log;
using RestStream.TestKit.Simulation;

namespace RestStream.Storage.Tests.Compaction;

/// <summary>What readers, restarts and later configs make of the holes.</summary>
public sealed class CompactedReadTests
{
    private const string Path = "/data";

    [Fact]
    public void ReadsOverHoles_FindTheNextRecord()
    {
        using var fixture = Holey(out var expected);
        var end = fixture.Log.HighWatermark;
        for (var from = 0L; from < end; from++)
            Assert.Equal(expected.Where(r => r.Offset >= from), fixture.Records(from, maxBytes: 1));
        Assert.Equal(LogReadStatus.OffsetOutOfRange, fixture.Log.Read(end + 1, 1, 1, true).Status);
        Assert.Empty(fixture.Events.Of(nameof(IStorageEvents.DamageFound)));
        Assert.Empty(fixture.Events.Of(nameof(IStorageEvents.IndexRebuilt)));
    }

    [Fact]
    public void OffsetsByTimeOverHoles_AreTheFirstRecordThatIsLeft()
    {
        using var fixture = Holey(out var expected);
        foreach (var timestamp in expected.Select(r => r.Timestamp).Distinct().SelectMany(t => new[] { t - 1, t, t + 1 }))
        {
            var first = expected.FirstOrDefault(r => r.Timestamp >= timestamp);
            var found = fixture.Log.FindByTimestamp(timestamp);
            Assert.Equal(first == default ? null : (first.Offset, first.Timestamp), found);
        }
    }

    [Fact]
    public void CompactedLog_IsTheSameAfterACleanStopAndAfterAKill()
    {
        var disk = new SimulatedFileSystem();
        var fixture = Holey(out var expected, disk);
        using (var killed = Open(disk: disk.Kill())) AssertSound(killed, expected);
        fixture.Stop();
        using var stopped = Open(disk: disk);
        AssertSound(stopped, expected);
    }

    [Fact]
    public void TopicThatIsNoLongerCompacted_ReportsNoDamage()
    {
        var disk = new SimulatedFileSystem();
        var fixture = Holey(out var expected, disk);
        fixture.Log.Configure(CompactedLog.Small with { CompactPolicy = false });
        AssertSound(fixture, expected);
        fixture.Stop();
        using var stopped = Open(CompactedLog.Small with { CompactPolicy = false }, disk.Kill());
        AssertSound(stopped, expected);
        stopped.Stop();
        using var killed = Open(CompactedLog.Small with { CompactPolicy = false }, disk.Crash(1));
        AssertSound(killed, expected);
    }

    [Fact]
    public void Checkpoint_IsKafkasText()
    {
        var disk = new SimulatedFileSystem();
        using var fixture = Holey(out _, disk);
        var segment = disk.List("/data/t-0").Last(e => e.Name.EndsWith(".log", StringComparison.Ordinal)).Name;
        SegmentName.TryParse(segment, SegmentName.Log, out var active);
        Assert.Equal($"0\n1\nt 0 {active}\n", Encoding.UTF8.GetString(disk.ReadDurable("/data/cleaner-offset-checkpoint")));
    }

    [Fact]
    public void NewLogOfADeletedName_StartsDirty()
    {
        var disk = new SimulatedFileSystem();
        using var fixture = Holey(out _, disk);
        fixture.Directory.DeleteLogs([fixture.Log]);
        Assert.Equal("0\n0\n", Encoding.UTF8.GetString(disk.ReadDurable("/data/cleaner-offset-checkpoint")));
        Assert.Equal("0\n0\n", Encoding.UTF8.GetString(disk.ReadDurable("/data/compacted-end-checkpoint")));
        var again = fixture.Directory.CreateLogs([(new("t", 0), LogFixture.TopicId, CompactedLog.Small)])[0];
        Assert.Equal((0, 0), (again.CleanerOffset, again.CompactedEnd));
    }

    private static void AssertSound(LogFixture fixture, List<(long Offset, long Timestamp, Keyed Record)> expected)
    {
        Assert.Equal(expected, fixture.Records());
        for (var from = 0L; from < fixture.Log.HighWatermark; from += 7) Assert.Equal(expected.First(r => r.Offset >= from), fixture.Records(from)[0]);
        Assert.Empty(fixture.Events.Of(nameof(IStorageEvents.DamageFound)));
        Assert.Empty(fixture.Events.Of(nameof(IStorageEvents.TailCut)));
        Assert.Empty(fixture.Events.Of(nameof(IStorageEvents.IndexRebuilt)));
    }

    /// <summary>A log with holes within batches, between them, and whole segments that are gone; times go on by a second a batch.</summary>
    private static LogFixture Holey(out List<(long Offset, long Timestamp, Keyed Record)> left, SimulatedFileSystem? disk = null)
    {
        var fixture = Open(disk: disk);
        for (var i = 0; i < 80; i++)
        {
            fixture.Put(new Keyed($"rare{i / 10}", $"{i}"), new("often", new string('x', i)), new($"k{i % 7}", $"{i}"));
            fixture.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        var before = fixture.Records();
        fixture.Clean();
        left = fixture.Records();
        Assert.True(left.Count < before.Count / 2);
        Assert.Equal(before.Latest(), left.Latest());
        Assert.Subset(before.ToHashSet(), left.ToHashSet());
        return fixture;
    }

    private static LogFixture Open(LogConfig? config = null, SimulatedFileSystem? disk = null) => new LogFixture(disk ?? new(), Path, config ?? CompactedLog.Small).Open();
}
