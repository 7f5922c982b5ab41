using System.Text;
using RestStream.Storage.Checkpoints;
using RestStream.TestKit.Simulation;

namespace RestStream.Storage.Tests.Checkpoints;

public sealed class CleanShutdownMarkerTests
{
    private const string Path = "/.kafka_cleanshutdown";
    private static readonly CleanLog[] Logs = [new(new("quakes", 0), 3, 170, 100, 5000, 20_000), new(new("ä\"b", 499), 0, 0, 0, 0, 0)];
    private readonly SimulatedFileSystem _files = new();

    [Fact]
    public void Read_AsWritten_ReturnsTheLogs()
    {
        CleanShutdownMarker.Write(_files, Path, Logs);
        Assert.Equal(Logs, CleanShutdownMarker.Read(_files, Path)!.Values);
        Assert.StartsWith("{\"version\":0,\"brokerEpoch\":-1,\"logs\":[[\"quakes\",0,3,170,100,5000,20000],", Encoding.UTF8.GetString(_files.ReadAll(Path)), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoLogs_IsCleanAndEmpty()
    {
        CleanShutdownMarker.Write(_files, Path, []);
        Assert.Empty(CleanShutdownMarker.Read(_files, Path)!);
    }

    [Fact]
    public void Read_AnyBitTurnedOrByteMissing_IsNotClean()
    {
        CleanShutdownMarker.Write(_files, Path, Logs);
        int length = _files.ReadAll(Path).Length;
        for (int bit = 0; bit < length * 8; bit++)
        {
            SimulatedFileSystem damaged = _files.Kill();
            damaged.FlipBit(Path, bit);
            Assert.Null(CleanShutdownMarker.Read(damaged, Path));
        }
        for (int left = 0; left < length; left++)
        {
            SimulatedFileSystem damaged = _files.Kill();
            damaged.Truncate(Path, left);
            Assert.Null(CleanShutdownMarker.Read(damaged, Path));
        }
    }
}
