using RestStream.Storage.Files;
using RestStream.TestKit.Simulation;

namespace RestStream.Storage.Tests.Files;

/// <summary>How the simulated disk fails.</summary>
public sealed class SimulatedFaultTests
{
    private readonly SimulatedFileSystem _files = new();
    private readonly ILogFile _file;

    public SimulatedFaultTests()
    {
        _file = _files.Open("/a", FileOpenMode.OpenOrCreate);
        _files.SyncDirectory("/");
    }

    public static TheoryData<FileCalls> MutatingCalls =>
        [.. Enum.GetValues<FileCalls>().Where(c => c != FileCalls.None && (c & (c - 1)) == 0 && (c & FileCalls.Mutating) != 0)];

    [Fact]
    public void FailCall_Nth_OnlyThatOneFails()
    {
        _files.FailCall(2, FileCalls.Write | FileCalls.Sync, FileError.NoSpace);
        _file.Write("a"u8, 0);
        Assert.Equal(FileError.NoSpace, Assert.Throws<FileSystemException>(_file.Sync).Error);
        _file.Sync();
        _file.Write("b"u8, 1);
    }

    [Theory]
    [MemberData(nameof(MutatingCalls))]
    public void FailCall_EachKind_FailsAndTheNextSucceeds(FileCalls call)
    {
        _files.FailCall(1, call);
        Assert.Throws<FileSystemException>(() => Make(call));
        Make(call);
    }

    [Fact]
    public void Fail_LastingOnAPath_FailsThereUntilStopped()
    {
        _files.Fail(new SimulatedFault(1, FileCalls.Sync) { IsLasting = true, Path = p => p == "/a", Exception = () => new InvalidOperationException() });
        _files.Open("/b", FileOpenMode.OpenOrCreate).Sync();
        Assert.Throws<InvalidOperationException>(_file.Sync);
        Assert.Throws<InvalidOperationException>(_file.Sync);
        _files.StopFailing();
        _file.Sync();
    }

    [Fact]
    public void FailCall_ShortWrite_LeavesThatPart()
    {
        _files.Fail(new SimulatedFault(1, FileCalls.Write) { BytesWritten = 3 });
        Assert.Throws<FileSystemException>(() => _file.Write("content"u8, 0));
        Assert.Equal("con"u8, _files.ReadAll("/a"));
    }

    [Fact]
    public void FailCall_Sync_DataStaysVisibleAndIsNeverDurable()
    {
        _file.Write("old"u8, 0);
        _file.Sync();
        _file.Write("NEW"u8, 0);
        _files.FailCall(1, FileCalls.Sync);
        Assert.Throws<FileSystemException>(_file.Sync);
        _file.Write("!"u8, 3);
        _file.Sync(); // Lies about what the failed one lost.
        Assert.Equal("NEW!"u8, _files.ReadAll("/a"));
        for (int seed = 0; seed < 50; seed++)
            Assert.Equal("old!"u8, _files.Crash(seed).ReadAll("/a"));
        SimulatedFileSystem killed = _files.Kill();
        Assert.Equal("NEW!"u8, killed.ReadAll("/a"));
        using ILogFile file = killed.Open("/a", FileOpenMode.Read);
        file.DropCache();
        Assert.Equal("old!"u8, killed.ReadAll("/a"));
    }

    [Fact]
    public void FailCall_SyncOfVolumeOrDirectory_LosesWhatWasDirty()
    {
        _file.Write("x"u8, 0);
        _files.Open("/b", FileOpenMode.OpenOrCreate).Dispose();
        using IVolume volume = _files.OpenVolume("/");
        _files.FailCall(1, FileCalls.SyncVolume);
        Assert.Throws<FileSystemException>(volume.Sync);
        volume.Sync();
        _files.Open("/c", FileOpenMode.OpenOrCreate).Dispose();
        _files.FailCall(1, FileCalls.SyncDirectory);
        Assert.Throws<FileSystemException>(() => _files.SyncDirectory("/"));
        _files.SyncDirectory("/");
        SimulatedFileSystem left = _files.Crash(4);
        Assert.Empty(left.ReadAll("/a"));
        Assert.False(left.FileExists("/b") || left.FileExists("/c"));
    }

    [Fact]
    public void DropCache_NothingLost_KeepsUnsyncedWrites()
    {
        _file.Write("abc"u8, 0);
        _file.DropCache();
        Assert.Equal("abc"u8, _files.ReadAll("/a"));
    }

    [Fact]
    public void CrashAtCall_FromThatCallOn_EveryCallThrows()
    {
        _files.CrashAtCall(2);
        _file.Write("a"u8, 0);
        _ = _file.Length;
        Assert.Throws<SimulatedCrashException>(() => _file.Write("b"u8, 1));
        Assert.True(_files.HasCrashed);
        Assert.Throws<SimulatedCrashException>(() => _file.Length);
        Assert.Throws<SimulatedCrashException>(() => _files.FileExists("/a"));
        Assert.Throws<SimulatedCrashException>(() => _file.Read(new byte[1], 0));
        _file.Dispose();
        Assert.False(_files.Kill().HasCrashed);
    }

    [Fact]
    public void CrashAtCall_Seeds_LastCallIsDoneOrNot()
    {
        var lengths = new HashSet<int>();
        for (int seed = 0; seed < 60; seed++)
        {
            var files = new SimulatedFileSystem(seed);
            using ILogFile file = files.Open("/a", FileOpenMode.OpenOrCreate);
            files.CrashAtCall(1);
            Assert.Throws<SimulatedCrashException>(() => file.Write(new byte[10], 0));
            lengths.Add(files.Kill().ReadAll("/a").Length);
        }
        Assert.Contains(0, lengths);
        Assert.Contains(10, lengths);
        Assert.True(lengths.Count > 2);
    }

    [Fact]
    public void Ignore_Sync_SaysDoneAndDoesNothingAlsoAfterACrash()
    {
        _files.Ignore(FileCalls.Sync, p => p == "/a");
        for (int round = 0; round < 2; round++)
        {
            SimulatedFileSystem files = round == 0 ? _files : _files.Crash(1);
            using ILogFile file = files.Open("/a", FileOpenMode.ReadWrite);
            file.Write("x"u8, 0);
            file.Sync();
            Assert.Empty(files.ReadDurable("/a"));
        }
    }

    [Fact]
    public void CountCalls_ByKind_CountsEachOnce()
    {
        int before = _files.CountCalls(FileCalls.Write | FileCalls.Sync);
        _file.Write("x"u8, 0);
        _file.Sync();
        _ = _file.Length;
        Assert.Equal(before + 2, _files.CountCalls(FileCalls.Write | FileCalls.Sync));
    }

    [Fact]
    public void Capacity_Full_WritesWhatFitsAndGoesOnWhenThereIsMore()
    {
        _files.CapacityBytes = 10;
        _file.Write("01234567"u8, 0);
        Assert.Equal(FileError.NoSpace, Assert.Throws<FileSystemException>(() => _file.Write("89abc"u8, 8)).Error);
        Assert.Equal("0123456789"u8, _files.ReadAll("/a"));
        using IVolume volume = _files.OpenVolume("/");
        Assert.Equal((0, 10), volume.Space());
        _file.Write("overwrite."u8, 0);
        _files.CapacityBytes = 20;
        _file.Write("89abc"u8, 8);
        Assert.Equal((7, 20), volume.Space());
        Assert.Equal(7, 20 - _files.Kill().UsedBytes);
    }

    [Fact]
    public void Capacity_PreallocatedOrDeleted_IsTakenAndGivenBack()
    {
        _files.CapacityBytes = 100;
        _file.Write(new byte[10], 0);
        _file.Preallocate(80);
        Assert.Equal(80, _files.UsedBytes);
        Assert.Equal(FileError.NoSpace, Assert.Throws<FileSystemException>(() => _file.Preallocate(101)).Error);
        _file.Write(new byte[70], 10);
        Assert.Equal(80, _files.UsedBytes);
        _file.Preallocate(90);
        _file.SetLength(80);
        Assert.Equal(80, _files.UsedBytes);
        _files.DeleteFile("/a");
        Assert.Equal(0, _files.UsedBytes);
    }

    [Fact]
    public void Damage_Made_IsVisibleAndDurable()
    {
        _file.Write(new byte[4], 0);
        _files.FlipBit("/a", 8 + 1);
        _files.Overwrite("/a", 3, "xy"u8);
        Assert.Equal([0, 2, 0, (byte)'x', (byte)'y'], _files.Crash(1).ReadAll("/a"));
        _files.Truncate("/a", 2);
        Assert.Equal([0, 2], _files.ReadDurable("/a"));
    }

    [Fact]
    public async Task BeforeCall_HoldsOneCall_OthersGoOn()
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var release = new ManualResetEventSlim();
        _files.BeforeCall = (call, _) =>
        {
            if (call != FileCalls.Sync)
                return;
            reached.SetResult();
            release.Wait();
        };
        Task sync = Task.Run(_file.Sync);
        await reached.Task;
        _file.Write("x"u8, 0);
        Assert.False(sync.IsCompleted);
        release.Set();
        await sync;
    }

    private void Make(FileCalls call)
    {
        switch (call)
        {
            case FileCalls.Create: _files.Open("/new", FileOpenMode.CreateOrTruncate).Dispose(); break;
            case FileCalls.Write: _file.Write("x"u8, 0); break;
            case FileCalls.SetLength: _file.SetLength(1); break;
            case FileCalls.Preallocate: _file.Preallocate(100); break;
            case FileCalls.Sync: _file.Sync(); break;
            case FileCalls.SyncDirectory: _files.SyncDirectory("/"); break;
            case FileCalls.SyncVolume: _files.OpenVolume("/").Sync(); break;
            case FileCalls.Rename: _files.Rename("/a", "/b"); break;
            case FileCalls.CreateDirectory: _files.CreateDirectory("/d"); break;
            case FileCalls.DeleteFile: _files.DeleteFile("/a"); break;
            case FileCalls.DeleteDirectory: _files.CreateDirectory("/d"); _files.DeleteDirectory("/d"); break;
            case FileCalls.Lock: _files.TryLock("/.lock"); break;
            default: throw new ArgumentOutOfRangeException(nameof(call));
        }
    }
}
