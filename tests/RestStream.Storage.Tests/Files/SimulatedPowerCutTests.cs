using System.Text;
using RestStream.Storage.Files;
using RestStream.TestKit.Simulation;

namespace RestStream.Storage.Tests.Files;

/// <summary>What the simulated disk keeps and loses: the tests of recovery are worth as much as this is true.</summary>
public sealed class SimulatedPowerCutTests
{
    private const int Seeds = 400;
    private readonly SimulatedFileSystem _files = new();

    [Fact]
    public void Crash_AllSynced_EverythingStays()
    {
        Put("/a", "content");
        Sync("/a");
        _files.SyncDirectory("/");
        Assert.Equal(["content"], OutcomesOf("/a"));
    }

    [Fact]
    public void Crash_DirectoryNotSynced_NameMayBeGoneThoughDataIsSynced()
    {
        Put("/a", "content");
        Sync("/a");
        Assert.Equal(["", "content"], OutcomesOf("/a", absent: ""));
    }

    [Fact]
    public void Crash_FileNotSynced_NameMayStayWithoutData()
    {
        Put("/a", "content");
        _files.SyncDirectory("/");
        Assert.Equal(["", "\0\0\0\0\0\0\0", "content"], OutcomesOf("/a"));
    }

    [Fact]
    public void Crash_ParentNotSynced_DirectoryMayBeGoneWithAllInIt()
    {
        _files.CreateDirectory("/d");
        Put("/d/a", "content");
        Sync("/d/a");
        _files.SyncDirectory("/d");
        Assert.Equal(["absent", "content"], OutcomesOf("/d/a"));
    }

    [Fact]
    public void Crash_VolumeSynced_EverythingStays()
    {
        _files.CreateDirectory("/d");
        Put("/d/a", "content");
        using IVolume volume = _files.OpenVolume("/");
        volume.Sync();
        Assert.Equal(["content"], OutcomesOf("/d/a"));
    }

    [Fact]
    public void Crash_SeveralWrites_EachSurvivesOnItsOwn()
    {
        PutDurably("/a", "......");
        Write("/a", "A", 0);
        Write("/a", "B", 2);
        Write("/a", "C", 4);
        Assert.Equal(8, OutcomesOf("/a").Count);
    }

    [Fact]
    public void Crash_WriteOverSectors_AnyOfThemMayBeOld()
    {
        PutDurably("/a", new string('.', 2048));
        Write("/a", new string('x', 1536), 100);
        var torn = Enumerable.Range(0, Seeds).Select(seed => Read(_files.Crash(seed), "/a")).Select(Sectors).ToHashSet();
        Assert.Contains("x.x.", torn);
        Assert.Contains(".x..", torn);
        Assert.Contains("....", torn);
        Assert.Contains("xxxx", torn);
        Assert.True(torn.Count > 8);

        static string Sectors(string content) => string.Concat(new[] { 300, 700, 1100, 1600 }.Select(at => content[at]));
    }

    [Fact]
    public void Crash_CutNotSynced_OldLengthMayComeBack()
    {
        PutDurably("/a", "content");
        using (ILogFile file = _files.Open("/a", FileOpenMode.ReadWrite))
            file.SetLength(3);
        Assert.Equal(["con", "content"], OutcomesOf("/a"));
    }

    [Fact]
    public void Crash_RenameNotSynced_OldOrNewNameNeverBothNeverNone()
    {
        PutDurably("/a", "old");
        PutDurably("/a.tmp", "new");
        _files.Rename("/a.tmp", "/a");
        Assert.Equal(["new-absent", "old-new"], Outcomes(f => $"{Read(f, "/a")}-{Read(f, "/a.tmp")}"));
    }

    [Fact]
    public void Crash_DeleteNotSynced_FileMayComeBack()
    {
        PutDurably("/a", "content");
        _files.DeleteFile("/a");
        Assert.Equal(["absent", "content"], OutcomesOf("/a"));
        _files.SyncDirectory("/");
        Assert.Equal(["absent"], OutcomesOf("/a"));
    }

    [Fact]
    public void Crash_IndependentNames_AnyOfThemMayStay()
    {
        foreach (string name in new[] { "/a", "/b", "/c" })
            Put(name, "");
        Assert.Equal(8, Outcomes(f => string.Concat(f.List("/").Select(e => e.Name))).Count);
    }

    [Fact]
    public void Crash_ChangesOfOneName_LaterNeverWithoutEarlier()
    {
        PutDurably("/a", "content");
        _files.Rename("/a", "/b");
        _files.Rename("/b", "/c");
        Assert.Equal(["a", "b", "c"], Outcomes(f => string.Concat(f.List("/").Select(e => e.Name))));
    }

    [Fact]
    public void Crash_SameSeed_SameOutcome()
    {
        Put("/a", new string('x', 5000));
        Put("/b", "content");
        for (int seed = 0; seed < 20; seed++)
            Assert.Equal(Snapshot(_files.Crash(seed)), Snapshot(_files.Crash(seed)));

        static string Snapshot(SimulatedFileSystem f) => $"{Read(f, "/a")} {Read(f, "/b")}";
    }

    [Fact]
    public void Crash_Once_NextCutLosesNothingMore()
    {
        Put("/a", "content");
        for (int seed = 0; seed < 50; seed++)
        {
            SimulatedFileSystem left = _files.Crash(seed);
            Assert.Equal(Read(left, "/a"), Read(left.Crash(seed + 1).Crash(seed + 2), "/a"));
        }
    }

    [Fact]
    public void Kill_NothingSynced_EverythingIsThereAndStillNotDurable()
    {
        _files.CreateDirectory("/d");
        Put("/d/a", "content");
        SimulatedFileSystem next = _files.Kill();
        Assert.Equal("content", Read(next, "/d/a"));
        Assert.Contains("absent", Enumerable.Range(0, Seeds).Select(seed => Read(next.Crash(seed), "/d/a")));
        using (ILogFile file = next.Open("/d/a", FileOpenMode.ReadWrite))
            file.Sync();
        next.SyncDirectory("/d");
        next.SyncDirectory("/");
        Assert.All(Enumerable.Range(0, Seeds), seed => Assert.Equal("content", Read(next.Crash(seed), "/d/a")));
        Assert.Contains("absent", OutcomesOf("/d/a"));
    }

    [Fact]
    public void Kill_LockHeld_NextProcessGetsIt()
    {
        using IDisposable? held = _files.TryLock("/.lock");
        Assert.NotNull(_files.Kill().TryLock("/.lock"));
        Assert.NotNull(_files.Crash(1).TryLock("/.lock"));
    }

    private SortedSet<string> OutcomesOf(string path, string absent = "absent") => Outcomes(f => Read(f, path, absent));

    private SortedSet<string> Outcomes(Func<SimulatedFileSystem, string> look) =>
        new(Enumerable.Range(0, Seeds).Select(seed => look(_files.Crash(seed))), StringComparer.Ordinal);

    private static string Read(SimulatedFileSystem files, string path, string absent = "absent") =>
        files.FileExists(path) ? Encoding.UTF8.GetString(files.ReadAll(path)) : absent;

    private void PutDurably(string path, string content)
    {
        Put(path, content);
        Sync(path);
        _files.SyncDirectory("/");
    }

    private void Put(string path, string content)
    {
        using ILogFile file = _files.Open(path, FileOpenMode.CreateOrTruncate);
        file.Write(Encoding.UTF8.GetBytes(content), 0);
    }

    private void Write(string path, string content, long position)
    {
        using ILogFile file = _files.Open(path, FileOpenMode.ReadWrite);
        file.Write(Encoding.UTF8.GetBytes(content), position);
    }

    private void Sync(string path)
    {
        using ILogFile file = _files.Open(path, FileOpenMode.ReadWrite);
        file.Sync();
    }
}
