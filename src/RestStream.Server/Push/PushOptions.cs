namespace RestStream.Server.Push;

/// <summary>The limits of the hub. Section <c>RestStream:Push</c>.</summary>
internal sealed class PushOptions
{
    public const string Section = "RestStream:Push";

    /// <summary>The largest message that a client may send; a larger one ends its connection. Larger records go by REST.</summary>
    public int MaxMessageBytes { get; set; } = 256 << 10;

    /// <summary>The most streams (subscriptions, group members, uploads) of one connection at once.</summary>
    public int MaxStreamsPerConnection { get; set; } = 64;

    /// <summary>The most calls of one connection that run at once; more wait. Streams do not count.</summary>
    public int MaxParallelInvocations { get; set; } = 4;

    /// <summary>The most calls a second of one connection, with a burst of twice as many; beyond it they are refused, and then the connection ends.</summary>
    public int MaxInvocationsPerSecond { get; set; } = 1000;

    /// <summary>The items of an upload that wait to be produced; then the connection's other messages wait too.</summary>
    public int UploadBufferItems { get; set; } = 10;

    /// <summary>The most names and patterns in one subscription, and the most topics that they match.</summary>
    public int MaxTopics { get; set; } = 100;

    /// <summary>The most partitions in one subscription.</summary>
    public int MaxPartitions { get; set; } = 1000;

    /// <summary>The records in one frame when `maxBatch` is not given.</summary>
    public int DefaultBatch { get; set; } = 512;

    /// <summary>The most records in one frame (`maxBatch`).</summary>
    public int MaxBatch { get; set; } = 10_000;

    /// <summary>The bytes of stored batches in one frame when `maxBytes` is not given.</summary>
    public int DefaultBatchBytes { get; set; } = 256 << 10;

    /// <summary>The most bytes of stored batches in one frame (`maxBytes`).</summary>
    public int MaxBatchBytes { get; set; } = 1 << 20;

    /// <summary>The most credits that a subscription can have.</summary>
    public int MaxCredits { get; set; } = 1_000_000;

    /// <summary>How often a subscription without records sends an idle frame.</summary>
    public TimeSpan IdleInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a rendered batch is kept for others that come to the same place.</summary>
    public TimeSpan SharedBatchTime { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The bytes of rendered batches that are kept so.</summary>
    public long SharedBatchBytes { get; set; } = 64L << 20;

    /// <summary>How long a stop waits for streams to tell their clients where to go on.</summary>
    public TimeSpan StopWait { get; set; } = TimeSpan.FromSeconds(2);
}
