namespace RestStream.Core.Topics;

/// <summary>What identifies a topic.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">Its id.</param>
/// <param name="PartitionCount">How many partitions it has now.</param>
public sealed record TopicHandle(string Name, Guid Id, int PartitionCount);
