using RestStream.TestKit;
using RestStream.TestKit.Simulation;

namespace RestStream.Storage.Tests.Log;

public sealed class RetentionTests
{
    private const string Path = "/data";
    private static readonly LogConfig Small = new() { SegmentBytes = 500, FileDeleteDelayMs = 60_000 };

    [Fact]
    public void PassesOverALogThatNobodyUses_LeaveNoFileOpen()
    {
        var disk = new SimulatedFileSystem();
        var before = new LogFixture(disk, Path).Open();
        for (var i = 0; i < 30; i++) before.AppendSynced(Batches.Sized(1000));
        before.Stop();

        using var fixture = new LogFixture(disk, Path).Open();
        for (var i = 0; i < 40; i++) fixture.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.False(fixture.Log.HasOpenFiles);
    }

    [Fact]
    public void OverTheSize_WholeOldSegmentsGo()
    {
        var disk = new SimulatedFileSystem();
        using var fixture = Written(disk, Small with { RetentionBytes = 1500, FileDeleteDelayMs = 600_000 }, 40);
        Pass(fixture);
        Assert.InRange(fixture.Log.SizeBytes, 1000, 2000);
        Assert.Equal(fixture.Log.LogStartOffset, fixture.ReadAll(fixture.Log.LogStartOffset)[0].Offset);
        Assert.Equal(39, fixture.ReadAll(fixture.Log.LogStartOffset)[^1].Offset);

        Assert.Contains(disk.List("/data/t-0"), e => e.Name.EndsWith(".deleted", StringComparison.Ordinal));
        fixture.Time.Advance(TimeSpan.FromMinutes(20));
        Assert.DoesNotContain(disk.List("/data/t-0"), e => e.Name.EndsWith(".deleted", StringComparison.Ordinal));
    }

    [Fact]
    public void Expired_AllSegmentsGoAndOffsetsGoOn()
    {
        var disk = new SimulatedFileSystem();
        using var fixture = Written(disk, Small with { RetentionMs = 60_000 }, 40);
        fixture.Time.Advance(TimeSpan.FromMinutes(2));
        for (var i = 0; i < 4; i++) Pass(fixture);
        Assert.Equal(40, fixture.Log.LogStartOffset);
        Assert.Equal(0, fixture.Log.SizeBytes);
        Assert.Equal(40, fixture.AppendSynced(Batches.Numbered(40)).BaseOffset);

        var killed = new LogFixture(disk.Crash(7), Path, Small).Open();
        Assert.Equal(40, killed.Log.LogStartOffset);
        Assert.Single(killed.ReadAll(40));
    }

    [Fact]
    public void OldEventsLoadedNow_StayForTheirTime()
    {
        using var fixture = Written(new(), Small with { RetentionMs = 600_000 }, 40, timestamp: 5);
        Pass(fixture);
        Assert.Equal(0, fixture.Log.LogStartOffset);
    }

    [Fact]
    public void WallClockJumped_OneSegmentAPassGoes()
    {
        using var fixture = Written(new(), Small with { RetentionMs = 3_600_000 }, 40);
        fixture.Time.SetUtcNow(fixture.Time.GetUtcNow().AddYears(10));
        Pass(fixture);
        Assert.Single(fixture.Events.Of(nameof(IStorageEvents.SegmentDeleted)));
        Pass(fixture);
        Assert.Equal(2, fixture.Events.Of(nameof(IStorageEvents.SegmentDeleted)).Count);
    }

    [Fact]
    public async Task DeleteRecords_MovesTheStartForGood()
    {
        var disk = new SimulatedFileSystem();
        using var fixture = Written(disk, Small, 40);
        Assert.Equal(25, await fixture.Log.DeleteRecordsAsync(25));
        Assert.Equal(25, await fixture.Log.DeleteRecordsAsync(3));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => fixture.Log.DeleteRecordsAsync(41).AsTask());
        Assert.Equal(25, fixture.ReadAll()[0].Offset);

        using var crashed = new LogFixture(disk.Crash(3), Path, Small).Open();
        Assert.Equal(25, crashed.Log.LogStartOffset);
        Pass(crashed);
        Assert.NotEmpty(crashed.Events.Of(nameof(IStorageEvents.SegmentDeleted)));
        Assert.Equal(Enumerable.Range(25, 15).Select(i => (long)i), crashed.ReadAll().Select(r => r.Offset));
    }

    [Fact]
    public void DeletedLog_IsGoneAfterTheDelayAlsoAcrossARestart()
    {
        var disk = new SimulatedFileSystem();
        var fixture = Written(disk, Small, 10);
        fixture.Directory.DeleteLogs([fixture.Log]);
        Assert.Equal(LogReadStatus.Closed, fixture.Log.Read(0, 100, 1, true).Status);
        Assert.Throws<LogClosedException>(() => fixture.Append(Batches.Numbered(1)));
        Assert.Matches("^t-0\\.[0-9a-f]{32}-delete$", Assert.Single(disk.List(Path), e => e.IsDirectory).Name);

        // A new log of the same name inherits nothing.
        using var again = new LogFixture(disk.Crash(1), Path, Small).Open();
        Assert.Equal(0, again.Log.LogEndOffset);
        Assert.Empty(again.Events.Of(nameof(IStorageEvents.DamageFound)));
        again.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(0, again.AppendSynced(Batches.Numbered(0)).BaseOffset);
    }

    [Fact]
    public void UnknownDirectory_IsReportedAndLeftAlone()
    {
        var disk = new SimulatedFileSystem();
        disk.CreateDirectory(Path);
        disk.CreateDirectory("/data/keep-7");
        using var fixture = new LogFixture(disk, Path).Open();
        fixture.Time.Advance(TimeSpan.FromHours(1));
        Assert.True(disk.DirectoryExists("/data/keep-7"));
        Assert.Single(fixture.Events.Of(nameof(IStorageEvents.UnknownEntry)));
    }

    private static LogFixture Written(SimulatedFileSystem disk, LogConfig config, int records, long? timestamp = null)
    {
        var fixture = new LogFixture(disk, Path, config).Open();
        var now = fixture.Time.GetUtcNow().ToUnixTimeMilliseconds();
        for (var i = 0; i < records; i++) fixture.AppendSynced(Batches.Numbered(i, timestamp ?? now));
        return fixture;
    }

    private static void Pass(LogFixture fixture)
    {
        fixture.Commit();
        fixture.Time.Advance(fixture.Options.RetentionCheckInterval);
        fixture.Commit();
    }
}
