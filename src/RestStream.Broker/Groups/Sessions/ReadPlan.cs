using RestStream.Core.Fetch;

namespace RestStream.Broker.Groups.Sessions;

/// <summary>What one read of a poll asks for: partitions and where to begin in each, in step.</summary>
internal sealed class ReadPlan
{
    private readonly List<PartitionProgress> _partitions = [];
    private readonly List<FetchPartition> _places = [];

    public IReadOnlyList<PartitionProgress> Partitions => _partitions;

    public IReadOnlyList<FetchPartition> Places => _places;

    public void Add(PartitionProgress progress, long position)
    {
        _partitions.Add(progress);
        _places.Add(new FetchPartition(progress.Partition.Topic, progress.Partition.Partition, position));
    }
}
