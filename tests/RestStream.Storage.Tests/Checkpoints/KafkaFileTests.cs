using System.Text;
using RestStream.Storage.Checkpoints;
using RestStream.TestKit.Simulation;

namespace RestStream.Storage.Tests.Checkpoints;

/// <summary>The small files byte for byte as an Apache Kafka 4.3.1 broker left them after a clean stop.</summary>
public sealed class KafkaFileTests
{
    private const string Path = "/file";
    private const string Offsets = "0\n2\nquakes 1 2\nquakes 0 1\n";
    private const string Metadata = "version: 0\ntopic_id: 2RdKzd-6RLGdDytsRKXzMg";
    private const string Properties =
        "#\n#Sat Nov 21 13:00:49 UTC 2026\nnode.id=1\ndirectory.id=Nw1Z2hjavCVfMdnS_RxTZw\nversion=1\ncluster.id=5LratgDOSmaq8-oonkTGIg\n";

    private readonly SimulatedFileSystem _files = new();

    [Fact]
    public void OffsetCheckpoint_OfKafka_ReadAndWrittenAlike()
    {
        Put(Offsets);
        Dictionary<TopicPartition, long> offsets = OffsetCheckpoint.Read(_files, Path)!;
        Assert.Equal(new Dictionary<TopicPartition, long> { [new("quakes", 1)] = 2, [new("quakes", 0)] = 1 }, offsets);
        OffsetCheckpoint.Write(_files, Path, [new(new("quakes", 1), 2), new(new("quakes", 0), 1)]);
        Assert.Equal(Offsets, Get());
    }

    [Fact]
    public void OffsetCheckpoint_Empty_ReadAndWrittenAlike()
    {
        Put("0\n0\n");
        Assert.Empty(OffsetCheckpoint.Read(_files, Path)!);
        OffsetCheckpoint.Write(_files, Path, []);
        Assert.Equal("0\n0\n", Get());
    }

    [Fact]
    public void LeaderEpochCheckpoint_OfKafka_ReadAndWrittenAlike()
    {
        Put("0\n1\n0 0\n");
        Assert.Equal([new LeaderEpoch(0, 0)], LeaderEpochCheckpoint.Read(_files, Path)!);
        LeaderEpochCheckpoint.Write(_files, Path, [new(0, 0)]);
        Assert.Equal("0\n1\n0 0\n", Get());
        LeaderEpochCheckpoint.Write(_files, Path, [new(0, 0), new(3, 0), new(5, 170)]);
        Assert.Equal([new(0, 0), new(3, 0), new(5, 170)], LeaderEpochCheckpoint.Read(_files, Path)!);
    }

    [Fact]
    public void PartitionMetadata_OfKafka_ReadAndWrittenAlike()
    {
        Put(Metadata);
        Guid id = PartitionMetadata.Read(_files, Path)!.Value;
        Assert.Equal(new Guid("d9174acd-dfba-44b1-9d0f-2b6c44a5f332"), id); // As Java's UUID prints the same 16 bytes.
        PartitionMetadata.Write(_files, Path, id);
        Assert.Equal(Metadata, Get());
    }

    [Fact]
    public void MetaProperties_OfKafka_ReadAndWrittenAlike()
    {
        Put(Properties);
        MetaProperties properties = MetaProperties.Read(_files, Path)!;
        Assert.Equal((1, "5LratgDOSmaq8-oonkTGIg", "Nw1Z2hjavCVfMdnS_RxTZw"), (properties.NodeId, properties.ClusterId, KafkaUuid.Format(properties.DirectoryId)));
        properties.Write(_files, Path, new DateTimeOffset(2026, 11, 21, 14, 0, 49, TimeSpan.FromHours(1)));
        Assert.Equal(Properties, Get());
    }

    [Fact]
    public void MetaProperties_OtherOrderAndMembers_AreRead()
    {
        MetaProperties made = MetaProperties.Create(7);
        Put($"cluster.id={made.ClusterId}\n\n! a note\nfuture=x=y\nversion=1\ndirectory.id={KafkaUuid.Format(made.DirectoryId)}\nnode.id=7\n");
        Assert.Equal(made, MetaProperties.Read(_files, Path));
    }

    [Fact]
    public void CleanShutdownMarker_OfKafka_IsNotTrusted()
    {
        Put("{\"version\":0,\"brokerEpoch\":12}");
        Assert.Null(CleanShutdownMarker.Read(_files, Path));
    }

    [Fact]
    public void Absent_EveryKind_ReturnsNull()
    {
        Assert.Null(OffsetCheckpoint.Read(_files, Path));
        Assert.Null(LeaderEpochCheckpoint.Read(_files, Path));
        Assert.Null(PartitionMetadata.Read(_files, Path));
        Assert.Null(MetaProperties.Read(_files, Path));
        Assert.Null(CleanShutdownMarker.Read(_files, Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0\n")]
    [InlineData("1\n0\n")]
    [InlineData("0\n2\nquakes 0 1\n")]
    [InlineData("0\n0\nquakes 0 1\n")]
    [InlineData("0\n1\nquakes 0\n")]
    [InlineData("0\n1\nquakes 0 1 2\n")]
    [InlineData("0\n1\nquakes  1\n")]
    [InlineData("0\n1\nquakes 0 -1\n")]
    [InlineData("0\n1\nquakes 0 9223372036854775808\n")]
    [InlineData("0\n1\nquakes 2147483648 1\n")]
    [InlineData("0\n1\nquakes 0 1x\n")]
    [InlineData("0\n2\nquakes 0 1\nquakes 0 1\n")]
    [InlineData("0\n1\nquakes 0 12")]
    [InlineData("0\n1\nquakes 0 1\n\0\0\0")]
    public void OffsetCheckpoint_Damaged_IsReported(string content)
    {
        Put(content);
        Assert.Throws<DamagedFileException>(() => OffsetCheckpoint.Read(_files, Path));
    }

    [Fact]
    public void OffsetCheckpoint_DamagedLine_IsNamedWithTheFile()
    {
        Put("0\n3\na 0 1\na 1 x\na 2 3\n");
        var e = Assert.Throws<DamagedFileException>(() => OffsetCheckpoint.Read(_files, Path));
        Assert.Equal((Path, 4), (e.Path, e.Line));
        Assert.Equal("/file is damaged at line 4: 'x' is no number from 0 to 9223372036854775807", e.Message);
        _files.Overwrite(Path, 10, [0xff]);
        Assert.Equal(4, Assert.Throws<DamagedFileException>(() => OffsetCheckpoint.Read(_files, Path)).Line);
    }

    [Theory]
    [InlineData("0\n2\n1 0\n1 5\n")]
    [InlineData("0\n2\n2 0\n1 5\n")]
    [InlineData("0\n2\n0 5\n1 4\n")]
    [InlineData("0\n1\n0\n")]
    public void LeaderEpochCheckpoint_Damaged_IsReported(string content)
    {
        Put(content);
        Assert.Throws<DamagedFileException>(() => LeaderEpochCheckpoint.Read(_files, Path));
    }

    [Fact]
    public void EveryKind_CutAnywhere_IsReported()
    {
        AssertEveryCutReported(Offsets, () => OffsetCheckpoint.Read(_files, Path));
        AssertEveryCutReported("0\n1\n0 0\n", () => LeaderEpochCheckpoint.Read(_files, Path));
        AssertEveryCutReported(Metadata, () => PartitionMetadata.Read(_files, Path));
        AssertEveryCutReported(Properties, () => MetaProperties.Read(_files, Path));
    }

    [Theory]
    [InlineData("version=1", "version=0", 5)]
    [InlineData("node.id=1", "node.id=x", 3)]
    [InlineData("Nw1Z2hjavCVfMdnS_RxTZw", "Nw1Z2hjavCVfMdnS_RxTZ", 4)]
    [InlineData("cluster.id=5", "cluster.ie=5", 0)]
    [InlineData("node.id=1", "version=1", 5)]
    [InlineData("node.id=1", "node.id", 3)]
    public void MetaProperties_Damaged_NamesTheLine(string part, string damaged, int line)
    {
        Put(Properties.Replace(part, damaged, StringComparison.Ordinal));
        Assert.Equal(line, Assert.Throws<DamagedFileException>(() => MetaProperties.Read(_files, Path)).Line);
    }

    private void AssertEveryCutReported(string content, Func<object?> read)
    {
        for (int length = 0; length < content.Length; length++)
        {
            Put(content[..length]);
            Assert.Throws<DamagedFileException>(read);
        }
    }

    private void Put(string content) => AtomicFile.Write(_files, Path, Encoding.UTF8.GetBytes(content));

    private string Get() => Encoding.UTF8.GetString(_files.ReadAll(Path));
}
