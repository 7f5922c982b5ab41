namespace RestStream.Broker.Produce;

/// <summary>What one partition gets of a request.</summary>
internal struct PartitionShare
{
    /// <summary>How many records.</summary>
    public int Count;

    /// <summary>The sum of their sizes, each as the only record of a batch without the batch's header.</summary>
    public long Bytes;

    /// <summary>Where its indexes begin in the order by partition; while that is made, where the next one goes.</summary>
    public int Start;
}
