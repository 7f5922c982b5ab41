using RestStream.Storage.Commit;
using RestStream.Storage.Files;
using RestStream.TestKit;

namespace RestStream.Storage.Tests.Commit;

public sealed class SyncStrategyTests
{
    // A topic may be deleted between the making of a plan and the sync of its files: that must not end the whole data directory.
    [Fact]
    public void FileAndDirectoryOfALogDeletedAfterThePlan_AreNoFailure()
    {
        using var temporary = new TempDirectory();
        var files = new PosixFileSystem();
        using var volume = files.OpenVolume(temporary.Path);
        var plan = new SyncPlan();
        var closed = files.Open(Path.Combine(temporary.Path, "closed"), FileOpenMode.CreateOrTruncate);
        using var open = files.Open(Path.Combine(temporary.Path, "open"), FileOpenMode.CreateOrTruncate);
        plan.Files.AddRange([closed, open]);
        plan.Directories.Add(Path.Combine(temporary.Path, "renamed-away"));
        closed.Dispose();

        new SyncStrategy(files, new VolumeWithoutSync(volume), TimeProvider.System).Sync(plan);
    }

    // One stall of the file system's sync must not send many files through single syncs for long.
    [Fact]
    public void StallOfTheVolume_IsForgottenSoon()
    {
        var time = new ManualTimeProvider();
        var volume = new TimedSync(time) { Duration = TimeSpan.FromMilliseconds(1) };
        var file = new TimedSync(time) { Duration = TimeSpan.FromMilliseconds(0.2) };
        var plan = new SyncPlan();
        for (var i = 0; i < 64; i++) plan.Files.Add(file);
        var strategy = new SyncStrategy(new PosixFileSystem(), volume, time);
        for (var i = 0; i < 200; i++) strategy.Sync(plan);
        Assert.InRange(file.Syncs, 2, 10);

        volume.Duration = TimeSpan.FromMilliseconds(300);
        strategy.Sync(plan);
        volume.Duration = TimeSpan.FromMilliseconds(1);
        for (var i = 0; i < 1_000; i++) strategy.Sync(plan);
        var before = volume.Syncs;
        for (var i = 0; i < 100; i++) strategy.Sync(plan);
        Assert.Equal(100, volume.Syncs - before);
    }

    [Fact]
    public void VolumeThatIsDearerThanItsFiles_IsLeftToOthers()
    {
        var time = new ManualTimeProvider();
        var volume = new TimedSync(time) { Duration = TimeSpan.FromMilliseconds(50) };
        var file = new TimedSync(time) { Duration = TimeSpan.FromMilliseconds(0.2) };
        var plan = new SyncPlan();
        for (var i = 0; i < 8; i++) plan.Files.Add(file);
        var strategy = new SyncStrategy(new PosixFileSystem(), volume, time);
        for (var i = 0; i < 200; i++) strategy.Sync(plan);
        var before = volume.Syncs;
        for (var i = 0; i < 128; i++) strategy.Sync(plan);
        Assert.InRange(volume.Syncs - before, 1, 2);
    }

    /// <summary>A file, or a file system, whose sync takes a given time.</summary>
    private sealed class TimedSync(ManualTimeProvider time) : ILogFile, IVolume
    {
        public TimeSpan Duration { get; set; }

        public int Syncs { get; private set; }

        public bool CanSync => true;

        public long Length => 0;

        public void Sync()
        {
            Syncs++;
            time.Advance(Duration);
        }

        public (long FreeBytes, long TotalBytes) Space() => (1, 1);

        public int Read(Span<byte> destination, long position) => 0;

        public void Write(ReadOnlySpan<byte> source, long position)
        {
        }

        public void SetLength(long length)
        {
        }

        public void Preallocate(long end)
        {
        }

        public void StartWriteback(long position, long length)
        {
        }

        public void DropCache()
        {
        }

        public void Dispose()
        {
        }
    }

    private sealed class VolumeWithoutSync(IVolume volume) : IVolume
    {
        public bool CanSync => false;

        public void Sync() => volume.Sync();

        public (long FreeBytes, long TotalBytes) Space() => volume.Space();

        public void Dispose()
        {
        }
    }
}
