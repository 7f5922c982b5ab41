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
