using RestStream.Storage.Tests.Compaction;
using RestStream.Storage.Tests.Log;
using RestStream.Storage.Verification;
using RestStream.TestKit.Simulation;

namespace RestStream.Storage.Tests.Verification;

public sealed class CompactedVerifierTests
{
    [Fact]
    public void CompactedDirectory_IsSound()
    {
        var disk = Dirty();
        using (var fixture = Open(disk)) fixture.Clean();
        var log = Assert.Single(LogVerifier.Verify("/data", disk.Kill()).Logs);
        Assert.Empty(log.Problems);
        Assert.Empty(log.Notes);
    }

    /// <summary>Whatever a kill leaves at any call of a compaction is no damage: it is noted what the next start does.</summary>
    [Fact]
    public void KillAtAnyCallOfACompaction_LeavesNoDamage()
    {
        var kinds = new HashSet<string>();
        for (var call = 1; ; call++)
        {
            var disk = Dirty();
            var fixture = Open(disk);
            disk.CrashAtCall(call);
            try
            {
                fixture.Clean();
                break;
            }
            catch (SimulatedCrashException)
            {
                var found = LogVerifier.Verify("/data", disk.Kill());
                Assert.True(found.IsSound, $"call {call}: {string.Join("; ", found.Problems.Concat(found.Logs[0].Problems))}");
                kinds.UnionWith(found.Logs[0].Notes.Select(n => n.Split(": ")[0]).Select(System.IO.Path.GetExtension)!);
            }
        }

        Assert.Contains(".cleaned", kinds);
        Assert.Contains(".swap", kinds);
    }

    [Fact]
    public void MissingSegment_IsAProblem()
    {
        var disk = Dirty();
        var second = disk.List("/data/t-0").Where(e => e.Name.EndsWith(".log", StringComparison.Ordinal)).ElementAt(1).Name;
        disk.DeleteFile($"/data/t-0/{second}");
        Assert.Contains(LogVerifier.Verify("/data", disk).Logs[0].Problems, p => p.Contains("are missing", StringComparison.Ordinal));
    }

    [Fact]
    public void DamagedCleanerCheckpoint_IsAProblem()
    {
        var disk = Dirty();
        using (var fixture = Open(disk)) fixture.Clean();
        disk.Truncate("/data/cleaner-offset-checkpoint", 3);
        Assert.Single(LogVerifier.Verify("/data", disk).Problems);
        Assert.Contains("delete it", Assert.Throws<DataDirectoryException>(() => Open(disk)).Message, StringComparison.Ordinal);
    }

    private static LogFixture Open(SimulatedFileSystem disk) => new LogFixture(disk, "/data", CompactedLog.Small).Open();

    private static SimulatedFileSystem Dirty()
    {
        var disk = new SimulatedFileSystem();
        using var fixture = Open(disk);
        for (var i = 0; i < 30; i++) fixture.Put($"k{i % 5}", $"{i} {new string('x', 60)}");
        return disk;
    }
}
