using System.Text;
using RestStream.Storage.Files;

namespace RestStream.Storage.Tests.Files;

/// <summary>What every <see cref="IFileSystem"/> does, run over the real one and the simulated one.</summary>
public abstract class FileSystemContract
{
    /// <summary>The implementation under test.</summary>
    protected abstract IFileSystem Files { get; }

    /// <summary>A directory that is there and empty.</summary>
    protected abstract string Root { get; }

    private string At(string name) => Path.Combine(Root, name);

    [Fact]
    public void Open_FileIsAbsent_OnlyCreatingModesSucceed()
    {
        Assert.Equal(FileError.NotFound, ErrorOf(() => Files.Open(At("a"), FileOpenMode.Read)));
        Assert.Equal(FileError.NotFound, ErrorOf(() => Files.Open(At("a"), FileOpenMode.ReadWrite)));
        Assert.False(Files.FileExists(At("a")));
        Files.Open(At("a"), FileOpenMode.OpenOrCreate).Dispose();
        Files.Open(At("b"), FileOpenMode.CreateOrTruncate).Dispose();
        Assert.True(Files.FileExists(At("a")) && Files.FileExists(At("b")));
    }

    [Fact]
    public void Open_DirectoryIsAbsent_SaysNotFound()
    {
        Assert.Equal(FileError.NotFound, ErrorOf(() => Files.Open(At("no/a"), FileOpenMode.CreateOrTruncate)));
        Assert.Equal(FileError.NotFound, ErrorOf(() => Files.Open(At("no/a"), FileOpenMode.Read)));
    }

    [Fact]
    public void Open_DirectoryAsFile_SaysAccessDenied()
    {
        Files.CreateDirectory(At("d"));
        Assert.Equal(FileError.AccessDenied, ErrorOf(() => Files.Open(At("d"), FileOpenMode.ReadWrite)));
    }

    [Fact]
    public void Open_FileHasContent_OnlyTruncatingModeEmptiesIt()
    {
        Put("a", "content");
        Files.Open(At("a"), FileOpenMode.OpenOrCreate).Dispose();
        Assert.Equal("content", Get("a"));
        Files.Open(At("a"), FileOpenMode.CreateOrTruncate).Dispose();
        Assert.Equal("", Get("a"));
    }

    [Fact]
    public void Write_BehindTheEnd_LeavesZerosBetween()
    {
        using ILogFile file = Files.Open(At("a"), FileOpenMode.OpenOrCreate);
        file.Write("abc"u8, 0);
        file.Write("xyz"u8, 5);
        Assert.Equal(8, file.Length);
        Assert.Equal("abc\0\0xyz", Get("a"));
    }

    [Fact]
    public void Write_FileOpenedToRead_Throws()
    {
        Put("a", "content");
        using ILogFile file = Files.Open(At("a"), FileOpenMode.Read);
        ErrorOf(() => file.Write("x"u8, 0));
        ErrorOf(() => file.SetLength(0));
        Assert.Equal("content", Get("a"));
    }

    [Fact]
    public void Read_AcrossTheEnd_ReturnsWhatIsThere()
    {
        Put("a", "0123456789");
        using ILogFile file = Files.Open(At("a"), FileOpenMode.Read);
        var buffer = new byte[8];
        Assert.Equal(4, file.Read(buffer, 6));
        Assert.Equal("6789"u8, buffer.AsSpan(0, 4));
        Assert.Equal(0, file.Read(buffer, 10));
        Assert.Equal(0, file.Read(buffer, 1000));
    }

    [Fact]
    public void SetLength_ShorterThenLonger_CutsAndFillsWithZeros()
    {
        Put("a", "content");
        using (ILogFile file = Files.Open(At("a"), FileOpenMode.ReadWrite))
        {
            file.SetLength(3);
            file.SetLength(5);
            Assert.Equal(5, file.Length);
        }
        Assert.Equal("con\0\0", Get("a"));
    }

    [Fact]
    public void Preallocate_BehindTheEnd_LengthStays()
    {
        Put("a", "content");
        using ILogFile file = Files.Open(At("a"), FileOpenMode.ReadWrite);
        file.Preallocate(1 << 20);
        file.Preallocate(3);
        Assert.Equal(7, file.Length);
        file.Write("s"u8, 7);
        Assert.Equal("contents", Get("a"));
    }

    [Fact]
    public void Dispose_CallsAfterIt_ThrowObjectDisposed()
    {
        ILogFile file = Files.Open(At("a"), FileOpenMode.OpenOrCreate);
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.Length);
        Assert.Throws<ObjectDisposedException>(() => file.Read(new byte[1], 0));
        Assert.Throws<ObjectDisposedException>(() => file.Write(new byte[1], 0));
        Assert.Throws<ObjectDisposedException>(() => file.SetLength(0));
        Assert.Throws<ObjectDisposedException>(() => file.Preallocate(10));
        Assert.Throws<ObjectDisposedException>(file.Sync);
        Assert.Throws<ObjectDisposedException>(file.DropCache);
        file.Dispose();
    }

    [Fact]
    public void Sync_EachKind_LeavesContent()
    {
        using ILogFile file = Files.Open(At("a"), FileOpenMode.OpenOrCreate);
        file.Write("abc"u8, 0);
        file.Sync();
        Files.SyncDirectory(Root);
        using IVolume volume = Files.OpenVolume(Root);
        if (volume.CanSync)
            volume.Sync();
        file.DropCache();
        Assert.Equal("abc", Get("a"));
    }

    [Fact]
    public void SyncDirectory_Absent_SaysNotFound()
    {
        Assert.Equal(FileError.NotFound, ErrorOf(() => Files.SyncDirectory(At("no"))));
        Assert.Equal(FileError.NotFound, ErrorOf(() => Files.OpenVolume(At("no"))));
        Assert.Equal(FileError.NotFound, ErrorOf(() => Files.List(At("no"))));
    }

    [Fact]
    public void Space_OfTheVolume_IsWithinItsSize()
    {
        using IVolume volume = Files.OpenVolume(Root);
        (long free, long total) = volume.Space();
        Assert.InRange(free, 1, total);
    }

    [Fact]
    public void CreateDirectory_AgainAndWithoutParent_IsNoErrorAndNotFound()
    {
        Files.CreateDirectory(At("d"));
        Files.CreateDirectory(At("d"));
        Assert.True(Files.DirectoryExists(At("d")));
        Assert.False(Files.FileExists(At("d")));
        Assert.Equal(FileError.NotFound, ErrorOf(() => Files.CreateDirectory(At("no/d"))));
    }

    [Fact]
    public void CreateDirectory_FileOfThatName_Throws()
    {
        Put("a", "content");
        ErrorOf(() => Files.CreateDirectory(At("a")));
        Assert.False(Files.DirectoryExists(At("a")));
    }

    [Fact]
    public void List_HiddenFilesAndDirectories_AllInOrdinalOrder()
    {
        foreach (string name in new[] { "b", "B", ".hidden", "a-10", "a-2" })
            Put(name, "");
        Files.CreateDirectory(At("a-1"));
        Assert.Equal(
            [new(".hidden", false), new("B", false), new("a-1", true), new("a-10", false), new("a-2", false), new("b", false)], Files.List(Root));
    }

    [Fact]
    public void Rename_OverAFile_ReplacesIt()
    {
        Put("a", "new");
        Put("b", "old");
        Files.Rename(At("a"), At("b"));
        Assert.Equal("new", Get("b"));
        Assert.False(Files.FileExists(At("a")));
        Assert.Equal(FileError.NotFound, ErrorOf(() => Files.Rename(At("a"), At("b"))));
    }

    [Fact]
    public void Rename_Directory_TakesItsFilesAlong()
    {
        Files.CreateDirectory(At("d"));
        Put("d/a", "content");
        Files.Rename(At("d"), At("e"));
        Assert.Equal("content", Get("e/a"));
        Assert.False(Files.DirectoryExists(At("d")));
    }

    [Fact]
    public void Rename_OntoDirectoryWithFiles_Throws()
    {
        Files.CreateDirectory(At("d"));
        Files.CreateDirectory(At("e"));
        Put("e/a", "content");
        ErrorOf(() => Files.Rename(At("d"), At("e")));
        Assert.Equal("content", Get("e/a"));
    }

    [Fact]
    public void DeleteFile_WhileOpen_HandleStillReads()
    {
        Put("a", "content");
        using ILogFile file = Files.Open(At("a"), FileOpenMode.Read);
        Files.DeleteFile(At("a"));
        Assert.False(Files.FileExists(At("a")));
        Assert.Equal(7, file.Read(new byte[10], 0));
    }

    [Fact]
    public void DeleteFile_Absent_DoesNothing()
    {
        Files.DeleteFile(At("a"));
        Files.DeleteFile(At("no/a"));
    }

    [Fact]
    public void DeleteDirectory_EmptyFullOrAbsent_OnlyEmptyGoes()
    {
        Files.CreateDirectory(At("d"));
        Put("d/a", "");
        ErrorOf(() => Files.DeleteDirectory(At("d")));
        Files.DeleteFile(At("d/a"));
        Files.DeleteDirectory(At("d"));
        Assert.False(Files.DirectoryExists(At("d")));
        Assert.Equal(FileError.NotFound, ErrorOf(() => Files.DeleteDirectory(At("d"))));
    }

    [Fact]
    public void TryLock_Held_ReturnsNullUntilReleased()
    {
        IDisposable? held = Files.TryLock(At(".lock"));
        Assert.NotNull(held);
        Assert.Null(Files.TryLock(At(".lock")));
        held.Dispose();
        using IDisposable? again = Files.TryLock(At(".lock"));
        Assert.NotNull(again);
    }

    [Fact]
    public void TryLock_DirectoryIsAbsent_SaysNotFound() =>
        Assert.Equal(FileError.NotFound, ErrorOf(() => Files.TryLock(At("no/.lock"))));

    [Fact]
    public async Task ReadAndWrite_FromManyThreads_EveryWriteIsThere()
    {
        const int Threads = 8, Rounds = 50;
        using ILogFile file = Files.Open(At("a"), FileOpenMode.OpenOrCreate);
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(t => Task.Run(() =>
        {
            var mine = new byte[10];
            mine.AsSpan().Fill((byte)(t + 1));
            for (int i = 0; i < Rounds; i++)
                file.Write(mine, (i * Threads + t) * 10L);
            Assert.Equal(10, file.Read(mine, t * 10L));
            Assert.All(mine, b => Assert.Equal(t + 1, b));
        })));
        Assert.Equal(Threads * Rounds * 10, file.Length);
        Assert.DoesNotContain('\0', Get("a"));
    }

    private protected static FileError ErrorOf(Action call) => Assert.Throws<FileSystemException>(call).Error;

    private protected static FileError ErrorOf(Func<object?> call) => Assert.Throws<FileSystemException>(call).Error;

    private void Put(string name, string content)
    {
        using ILogFile file = Files.Open(At(name), FileOpenMode.CreateOrTruncate);
        file.Write(Encoding.UTF8.GetBytes(content), 0);
    }

    private string Get(string name)
    {
        using ILogFile file = Files.Open(At(name), FileOpenMode.Read);
        var content = new byte[file.Length];
        Assert.Equal(content.Length, file.Read(content, 0));
        return Encoding.UTF8.GetString(content);
    }
}
