using RestStream.Storage.Files;
using RestStream.TestKit.Simulation;

namespace RestStream.Storage.Tests.Files;

/// <summary>The contract over the simulated files.</summary>
public sealed class SimulatedFileSystemTests : FileSystemContract
{
    public SimulatedFileSystemTests() => Files.CreateDirectory(Root);

    protected override IFileSystem Files { get; } = new SimulatedFileSystem();

    protected override string Root => "/data";
}
