using RestStream.Storage.Tests.Log;
using RestStream.Storage.Verification;
using RestStream.TestKit.Simulation;

namespace RestStream.Storage.Tests.Verification;

public sealed class LogVerifierTests
{
    private const string Path = "/data", LogFile = "/data/t-0/00000000000000000000.log";
    private static readonly LogConfig Small = new() { SegmentBytes = 1000, IndexIntervalBytes = 100 };

    [Fact]
    public void SoundDirectory_IsCounted()
    {
        var row = Assert.Single(Verify(Written()).Logs);
        Assert.Equal(("t-0", 50, 50, 0, 50), (row.Partition, (int)row.Batches, (int)row.Records, (int)row.FirstOffset, (int)row.NextOffset));
        Assert.True(row.Segments > 2);
        Assert.Empty(row.Problems);
        Assert.Empty(row.Notes);
    }

    [Theory]
    [InlineData("log")]
    [InlineData("index")]
    [InlineData("timeindex")]
    public void AnyBitFlipped_IsFound(string suffix)
    {
        var disk = Written();
        var file = $"/data/t-0/00000000000000000000.{suffix}";
        for (var bit = 0L; bit < Math.Min(200, disk.ReadAll(file).Length) * 8; bit++)
        {
            if (suffix == "log" && bit / 8 % Batches.Sized(5).Length is >= 12 and < 16) continue; // Leader epochs are not checked.
            var flipped = disk.Kill();
            flipped.FlipBit(file, bit);
            Assert.False(Verify(flipped).IsSound, $"bit {bit}");
        }
    }

    [Fact]
    public void CutLog_IsBelowItsSyncedEnd()
    {
        var disk = Written();
        var last = disk.List("/data/t-0").Last(e => e.Name.EndsWith(".log", StringComparison.Ordinal)).Name;
        disk.Truncate($"/data/t-0/{last}", 100);
        Assert.Contains(Verify(disk).Logs[0].Problems, p => p.Contains("synced end", StringComparison.Ordinal));
    }

    [Fact]
    public void DamagedCheckpoint_IsAProblem()
    {
        var disk = Written();
        disk.Truncate("/data/recovery-point-offset-checkpoint", 3);
        Assert.Single(Verify(disk).Problems);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void MissingDirectoryOfAPartitionWithRecords_IsAProblem(bool wasCleanlyStopped)
    {
        var disk = Written();
        if (!wasCleanlyStopped) disk.DeleteFile("/data/.kafka_cleanshutdown");
        else disk.DeleteFile("/data/recovery-point-offset-checkpoint");
        foreach (var file in disk.List("/data/t-0")) disk.DeleteFile($"/data/t-0/{file.Name}");
        disk.DeleteDirectory("/data/t-0");
        Assert.Contains(Verify(disk).Problems, p => p.Contains("/data/t-0 held records up to offset 50", StringComparison.Ordinal));
    }

    [Fact]
    public void DirectoryWithoutMetaProperties_IsAProblem()
    {
        var disk = Written();
        disk.DeleteFile("/data/meta.properties");
        Assert.Contains("meta.properties", Assert.Single(Verify(disk).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void TornTailAfterAKill_IsANote()
    {
        var disk = new SimulatedFileSystem();
        var fixture = new LogFixture(disk, Path).Open();
        fixture.AppendSynced(Batches.Numbered(1));
        disk = disk.Kill();
        disk.Overwrite(LogFile, disk.ReadAll(LogFile).Length, [1, 2, 3]);
        var found = Verify(disk);
        Assert.True(found.IsSound);
        Assert.Contains(found.Logs[0].Notes, n => n.Contains("torn tail", StringComparison.Ordinal));
    }

    [Fact]
    public void Running_IsRefused()
    {
        var disk = new SimulatedFileSystem();
        using var fixture = new LogFixture(disk, Path).Open();
        Assert.Throws<DataDirectoryException>(() => Verify(disk));
    }

    private static LogVerification Verify(SimulatedFileSystem disk) => LogVerifier.Verify(Path, disk);

    private static SimulatedFileSystem Written()
    {
        var disk = new SimulatedFileSystem();
        var fixture = new LogFixture(disk, Path, Small).Open();
        for (var i = 0; i < 50; i++) fixture.AppendSynced(Batches.Sized(5, 1000 + i));
        fixture.Stop();
        return disk.Kill();
    }
}
