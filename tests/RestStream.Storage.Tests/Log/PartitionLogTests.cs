using RestStream.Storage.Files;
using RestStream.TestKit;

namespace RestStream.Storage.Tests.Log;

public sealed class PartitionLogTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void AppendedAndSynced_IsReadBackInOrder()
    {
        using var fixture = Fixture();
        for (var i = 0; i < 100; i++) Assert.Equal(i, fixture.AppendSynced(Batches.Numbered(i)).BaseOffset);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (long)i), fixture.ReadAll().Select(r => Batches.NumberOf(r.Value)));
    }

    [Fact]
    public void NotYetSynced_IsNotVisible()
    {
        using var fixture = Fixture();
        var result = fixture.Append(Batches.Numbered(1));
        var wait = fixture.Directory.WaitForSyncAsync(result.Ticket);
        Assert.Equal(0, fixture.Log.HighWatermark);
        Assert.Empty(fixture.ReadAll());
        Assert.False(wait.IsCompleted);
        fixture.Commit();
        Assert.True(wait.IsCompletedSuccessfully);
        Assert.Single(fixture.ReadAll());
    }

    [Fact]
    public void StoppedCleanly_OpensWithoutRecovery()
    {
        using var fixture = Fixture(new() { SegmentBytes = 2000 });
        for (var i = 0; i < 100; i++) fixture.AppendSynced(Batches.Numbered(i));
        fixture.Reopen();
        Assert.True(fixture.Directory.WasCleanlyStopped);
        Assert.Equal(100, fixture.Log.LogEndOffset);
        Assert.Equal(100, fixture.ReadAll().Count);
        Assert.Equal(100, fixture.AppendSynced(Batches.Numbered(100)).BaseOffset);
        Assert.Equal(101, fixture.ReadAll().Count);
        Assert.Empty(fixture.Events.All);
    }

    [Fact]
    public void Killed_RecoversWhatWasWritten()
    {
        using var copy = new TempDirectory();
        using (var fixture = Fixture(new() { SegmentBytes = 2000 }))
        {
            for (var i = 0; i < 100; i++) fixture.AppendSynced(Batches.Numbered(i));
            CopyAll(_directory.Path, copy.Path);
        }

        using var killed = new LogFixture(new PosixFileSystem(), copy.Path).Open();
        Assert.False(killed.Directory.WasCleanlyStopped);
        Assert.Equal(100, killed.Log.LogEndOffset);
        Assert.Equal(100, killed.ReadAll().Count);
        Assert.Empty(killed.Events.Of(nameof(IStorageEvents.TailCut)));
        Assert.Empty(killed.Events.Of(nameof(IStorageEvents.DamageFound)));
    }

    [Fact]
    public async Task ManyWritersOnTheThread_AllAreSynced()
    {
        using var fixture = Fixture(threaded: true);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(w => Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                var result = fixture.Append(Batches.Numbered(w));
                await fixture.Directory.WaitForSyncAsync(result.Ticket);
                Assert.True(fixture.Log.HighWatermark > result.BaseOffset);
            }
        })));
        Assert.Equal(3200, fixture.ReadAll().Count);
    }

    private static void CopyAll(string from, string to)
    {
        foreach (var directory in System.IO.Directory.GetDirectories(from, "*", SearchOption.AllDirectories)) System.IO.Directory.CreateDirectory(directory.Replace(from, to, StringComparison.Ordinal));
        foreach (var file in System.IO.Directory.GetFiles(from, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal))) File.Copy(file, file.Replace(from, to, StringComparison.Ordinal));
    }

    private LogFixture Fixture(LogConfig? config = null, bool threaded = false) => new LogFixture(new PosixFileSystem(), _directory.Path, config).Open(threaded);
}
