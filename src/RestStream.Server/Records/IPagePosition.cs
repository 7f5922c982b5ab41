using RestStream.Core.Fetch;

namespace RestStream.Server.Records;

/// <summary>Where the reader of a page is in each of the partitions that it reads. The position chooses the keys. Not thread-safe.</summary>
internal interface IPagePosition
{
    /// <summary>True when records name their topic: the reader may have several.</summary>
    bool ShowsTopic { get; }

    /// <summary>The key of the partition that is at <paramref name="index"/> in a fetch.</summary>
    int KeyOf(int index, in FetchedPartition fetched);

    /// <summary>The id of the partition's topic.</summary>
    Guid TopicIdOf(int key);

    /// <summary>At most so many records of the partition in one page.</summary>
    int MaxOf(int key);

    /// <summary>The next offset of the partition.</summary>
    long Next(int key);

    void MoveTo(int key, long next);
}
