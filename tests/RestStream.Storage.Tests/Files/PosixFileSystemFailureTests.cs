using System.Diagnostics;
using RestStream.Storage.Files;
using RestStream.TestKit;

namespace RestStream.Storage.Tests.Files;

/// <summary>What the operating system refuses, with the real thing.</summary>
public sealed class PosixFileSystemFailureTests : IDisposable
{
    private readonly PosixFileSystem _files = new();
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [SkippableFact]
    public void Sync_SystemRefusesIt_ThrowsWhereTheRuntimeIsSilent()
    {
        TestEnvironment.LinuxOrSkip();
        using ILogFile file = _files.Open("/dev/null", FileOpenMode.ReadWrite);
        var e = Assert.Throws<FileSystemException>(file.Sync);
        Assert.Contains("/dev/null", e.Message, StringComparison.Ordinal);

        using var handle = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        RandomAccess.FlushToDisk(handle); // Says nothing: the reason for calls of our own. When this throws one day, they can go.
    }

    [SkippableFact]
    public void Write_DeviceIsFull_SaysNoSpace()
    {
        TestEnvironment.LinuxOrSkip();
        using ILogFile file = _files.Open("/dev/full", FileOpenMode.ReadWrite);
        Assert.Equal(FileError.NoSpace, Assert.Throws<FileSystemException>(() => file.Write("x"u8, 0)).Error);
    }

    [SkippableFact]
    public void Write_BeyondTheLargestFile_SaysNoSpace()
    {
        TestEnvironment.LinuxOrSkip();
        using ILogFile file = _files.Open(_directory.Combine("a"), FileOpenMode.OpenOrCreate);
        Assert.Equal(FileError.NoSpace, Assert.Throws<FileSystemException>(() => file.Write("xx"u8, long.MaxValue - 2)).Error);
    }

    [SkippableFact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Open_NoRights_SaysAccessDeniedAndNeverAbsent()
    {
        TestEnvironment.LinuxOrSkip();
        string locked = _directory.Combine("locked"), inside = Path.Combine(locked, "a");
        _files.CreateDirectory(locked);
        _files.Open(inside, FileOpenMode.OpenOrCreate).Dispose();
        File.SetUnixFileMode(locked, UnixFileMode.None);
        var calls = new Action[]
        {
            () => _files.Open(inside, FileOpenMode.Read), () => _files.FileExists(inside), () => _files.DirectoryExists(inside), () => _files.List(locked),
            () => _files.TryLock(inside), () => _files.SyncDirectory(locked), () => _files.DeleteFile(inside), () => _files.Rename(inside, inside + "2"),
        };
        using (new OrdinaryUser())
            Assert.All(calls, call => Assert.Equal(FileError.AccessDenied, Assert.Throws<FileSystemException>(call).Error));
        File.SetUnixFileMode(locked, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [SkippableFact]
    public void TryLock_AnotherProcessHoldsIt_ReturnsNullUntilThatEnds()
    {
        TestEnvironment.LinuxOrSkip();
        Skip.IfNot(File.Exists("/usr/bin/flock"), "Needs the flock command.");
        string path = _directory.Combine(".lock");
        using Process other = Process.Start(new ProcessStartInfo("/usr/bin/flock", ["--no-fork", path, "sh", "-c", "echo held; read _"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
        Assert.Equal("held", other.StandardOutput.ReadLine());
        Assert.Null(_files.TryLock(path));
        other.StandardInput.Close();
        other.WaitForExit();
        using IDisposable? mine = _files.TryLock(path);
        Assert.NotNull(mine);
    }

    [SkippableFact]
    public void ReadWriteSync_ManyCalls_AllocateNothing()
    {
        TestEnvironment.LinuxOrSkip();
        using ILogFile file = _files.Open(_directory.Combine("a"), FileOpenMode.OpenOrCreate);
        var buffer = new byte[100];
        Use(file, buffer, 10);
        long before = GC.GetAllocatedBytesForCurrentThread();
        long read = Use(file, buffer, 100);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal((0, 100 * 100), (allocated, read));
    }

    [SkippableFact]
    public void Volume_SmallFileSystem_FullWritesFailAndSetLengthReleasesWhatWasReserved()
    {
        using var volume = SmallVolume.MountOrSkip(_directory.Combine("small"), 4 << 20);
        using IVolume space = _files.OpenVolume(volume.Path);
        Assert.Equal(4 << 20, space.Space().TotalBytes);
        using ILogFile file = _files.Open(Path.Combine(volume.Path, "a"), FileOpenMode.OpenOrCreate);
        file.Write(new byte[1000], 0);

        Assert.Equal(FileError.NoSpace, Assert.Throws<FileSystemException>(() => file.Preallocate(8 << 20)).Error);
        file.SetLength(1000);
        file.Preallocate(3 << 20);
        Assert.InRange(space.Space().FreeBytes, 0, (1 << 20) + 4096);
        file.SetLength(1000);
        Assert.InRange(space.Space().FreeBytes, 4_000_000, 4 << 20);

        Assert.Equal(FileError.NoSpace, Assert.Throws<FileSystemException>(() => file.Write(new byte[5 << 20], 1000)).Error);
        Assert.InRange(file.Length, 1001, 4 << 20); // A part was written: the caller cuts it off.
        file.SetLength(1000);
        file.Write(new byte[1000], 1000);
        file.Sync();
        space.Sync();
        Assert.Equal(2000, file.Length);
    }

    [SkippableFact]
    public void Open_ReadOnlyFileSystem_ReadsAndSaysAccessDeniedToChanges()
    {
        using var volume = SmallVolume.MountOrSkip(_directory.Combine("small"), 4 << 20);
        string path = Path.Combine(volume.Path, "a");
        _files.Open(path, FileOpenMode.OpenOrCreate).Dispose();
        volume.MakeReadOnly();
        _files.Open(path, FileOpenMode.Read).Dispose();
        Assert.All(
            new Action[] { () => _files.Open(path, FileOpenMode.ReadWrite), () => _files.CreateDirectory(path + "d"), () => _files.TryLock(path) },
            call => Assert.Equal(FileError.AccessDenied, Assert.Throws<FileSystemException>(call).Error));
        Assert.Throws<FileSystemException>(() => _files.Rename(path, path + "2"));
        Assert.Throws<FileSystemException>(() => _files.DeleteFile(path));
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Sync_DiskLosesTheData_Throws(bool wholeVolume)
    {
        const int Size = 16 << 20;
        using var disk = SmallVolume.MountFailingDiskOrSkip(_directory.Combine("disk"), Size, 4 * Size);
        using IVolume volume = _files.OpenVolume(disk.Path);
        using ILogFile file = _files.Open(Path.Combine(disk.Path, "a"), FileOpenMode.OpenOrCreate);
        file.Write(new byte[2 * Size], 0); // The page cache takes it all.
        Assert.Throws<FileSystemException>(wholeVolume ? volume.Sync : file.Sync);
    }

    private static long Use(ILogFile file, byte[] buffer, int times)
    {
        long read = 0;
        for (int i = 0; i < times; i++)
        {
            file.Write(buffer, i * 100L);
            file.Sync();
            file.Preallocate(1 << 20);
            read += file.Read(buffer, i * 100L);
        }
        return read;
    }
}
