using RestStream.Storage.Files;
using RestStream.TestKit;

namespace RestStream.Storage.Tests.Files;

/// <summary>The contract over the files of the operating system.</summary>
public sealed class PosixFileSystemTests : FileSystemContract, IDisposable
{
    private readonly TempDirectory _directory = new();

    protected override IFileSystem Files { get; } = new PosixFileSystem();

    protected override string Root => _directory.Path;

    public void Dispose() => _directory.Dispose();
}
