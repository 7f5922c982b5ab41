using RestStream.Storage.Checkpoints;
using RestStream.Storage.Files;
using RestStream.TestKit.Simulation;

namespace RestStream.Storage.Tests.Checkpoints;

public sealed class AtomicFileTests
{
    private const string Path = "/a";
    private const int Seeds = 60;
    private static readonly byte[] Old = [.. Enumerable.Repeat((byte)'o', 700)], New = [.. Enumerable.Repeat((byte)'n', 1300)];

    [Fact]
    public void Read_Absent_ReturnsNull()
    {
        var files = new SimulatedFileSystem();
        Assert.Null(AtomicFile.Read(files, Path));
        Assert.Null(AtomicFile.ReadChecked(files, Path));
    }

    [Fact]
    public void Read_DiskFails_ThrowsAndNeverSaysAbsent()
    {
        SimulatedFileSystem files = WithOld();
        foreach (FileCalls call in new[] { FileCalls.Look, FileCalls.Open, FileCalls.Read })
        {
            files.FailCall(1, call);
            Assert.Throws<FileSystemException>(() => AtomicFile.Read(files, Path));
        }
        Assert.Equal(Old, AtomicFile.Read(files, Path));
    }

    [Fact]
    public void Write_CrashAtEveryCall_LeavesOldOrNew()
    {
        int n = 1;
        for (bool done = false; !done; n++)
        {
            SimulatedFileSystem files = WithOld();
            files.CrashAtCall(n);
            done = Completes(() => AtomicFile.Write(files, Path, New));
            for (int seed = 0; seed < Seeds; seed++)
                AssertOldOrNew(AtomicFile.Read(files.Crash(seed), Path), mustBeNew: done);
            AssertOldOrNew(AtomicFile.Read(files.Kill(), Path), mustBeNew: done);
        }
        Assert.True(n > 5);
    }

    [Fact]
    public void Write_EveryCallFails_LeavesOldOrNewAndTheRetrySucceeds()
    {
        for (int n = 1; n <= 5; n++)
        {
            SimulatedFileSystem files = WithOld();
            files.FailCall(n, FileCalls.Mutating, FileError.NoSpace);
            Assert.Throws<FileSystemException>(() => AtomicFile.Write(files, Path, New));
            for (int seed = 0; seed < Seeds; seed++)
                AssertOldOrNew(AtomicFile.Read(files.Crash(seed), Path), mustBeNew: false);
            AtomicFile.Write(files, Path, New);
            for (int seed = 0; seed < Seeds; seed++)
                AssertOldOrNew(AtomicFile.Read(files.Crash(seed), Path), mustBeNew: true);
        }
    }

    [Theory]
    [InlineData(FileCalls.Sync)]
    [InlineData(FileCalls.SyncDirectory)]
    public void Write_WithoutOneOfItsSyncs_IsLostInSomePowerCut(FileCalls forgotten)
    {
        SimulatedFileSystem files = WithOld();
        files.Ignore(forgotten);
        AtomicFile.Write(files, Path, New);
        Assert.Contains(Enumerable.Range(0, Seeds), seed => AtomicFile.Read(files.Crash(seed), Path) is { } left && !left.SequenceEqual(New));
    }

    [Fact]
    public void ReadChecked_AnyBitTurnedOrByteMissing_IsDamage()
    {
        var files = new SimulatedFileSystem();
        AtomicFile.WriteChecked(files, Path, "content"u8);
        Assert.Equal("content"u8, AtomicFile.ReadChecked(files, Path)!);
        int length = files.ReadAll(Path).Length;
        for (int bit = 0; bit < length * 8; bit++)
        {
            SimulatedFileSystem damaged = files.Kill();
            damaged.FlipBit(Path, bit);
            Assert.Throws<DamagedFileException>(() => AtomicFile.ReadChecked(damaged, Path));
        }
        for (int left = 0; left < length; left++)
        {
            SimulatedFileSystem damaged = files.Kill();
            damaged.Truncate(Path, left);
            var e = Assert.Throws<DamagedFileException>(() => AtomicFile.ReadChecked(damaged, Path));
            Assert.Equal((Path, 0), (e.Path, e.Line));
        }
    }

    private static SimulatedFileSystem WithOld()
    {
        var files = new SimulatedFileSystem();
        AtomicFile.Write(files, Path, Old);
        return files;
    }

    private static bool Completes(Action write)
    {
        try
        {
            write();
            return true;
        }
        catch (SimulatedCrashException)
        {
            return false;
        }
    }

    private static void AssertOldOrNew(byte[]? content, bool mustBeNew)
    {
        Assert.NotNull(content);
        Assert.True(content.SequenceEqual(New) || (!mustBeNew && content.SequenceEqual(Old)), $"{content.Length} bytes are neither the old nor the new content");
    }
}
