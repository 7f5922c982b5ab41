using RestStream.Core.Groups;

namespace RestStream.Server.Groups;

/// <summary>A partition that a member owns.</summary>
internal sealed record GroupPartition(string Topic, int Partition)
{
    public static GroupPartition Of(AssignedPartition partition) => new(partition.Topic, partition.Partition);
}
