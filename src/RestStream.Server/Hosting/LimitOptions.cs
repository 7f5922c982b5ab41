namespace RestStream.Server.Hosting;

/// <summary>The limits of the HTTP surface. Section <c>RestStream:Limits</c>.</summary>
internal sealed class LimitOptions
{
    public const string Section = "RestStream:Limits";

    /// <summary>The largest body of a produce, as sent and unpacked; an NDJSON upload has no limit in all.</summary>
    public int MaxProduceBodyBytes { get; set; } = 8 << 20;

    /// <summary>The largest body of any other call.</summary>
    public int MaxControlBodyBytes { get; set; } = 1 << 20;

    /// <summary>The most records in one JSON body.</summary>
    public int MaxRecordsPerRequest { get; set; } = 100_000;

    /// <summary>The longest line of an NDJSON upload.</summary>
    public int MaxLineBytes { get; set; } = 4 << 20;

    /// <summary>The bytes of an NDJSON upload that are parsed and produced at once.</summary>
    public int NdjsonChunkBytes { get; set; } = 1 << 20;

    /// <summary>The most refused lines or records that an answer lists; more are counted.</summary>
    public int MaxErrorsListed { get; set; } = 100;

    /// <summary>The most entries of `partitions` in the answer to an NDJSON upload; beyond it only counts.</summary>
    public int MaxRunsListed { get; set; } = 1000;

    /// <summary>The bytes of all request bodies and pages of records that are in memory at once; beyond it 503.</summary>
    public long MaxBodyBytesInFlight { get; set; } = 512L << 20;

    /// <summary>The most records in one answer (`max`).</summary>
    public int MaxRecords { get; set; } = 10_000;

    /// <summary>The records in one answer when `max` is not given.</summary>
    public int DefaultRecords { get; set; } = 500;

    /// <summary>The most bytes of records in one answer (`maxBytes`).</summary>
    public int MaxBytes { get; set; } = 16 << 20;

    /// <summary>The bytes of records in one answer when `maxBytes` is not given.</summary>
    public int DefaultBytes { get; set; } = 1 << 20;

    /// <summary>The longest long poll (`wait`).</summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest `ack` of a poll, in characters.</summary>
    public int MaxAckBytes { get; set; } = 256 << 10;

    /// <summary>The most partitions whose records one answer of a poll has; its `ack` names each.</summary>
    public int MaxAckPartitions { get; set; } = 2000;

    /// <summary>The most entries of `nack` in a poll.</summary>
    public int MaxNacks { get; set; } = 1000;

    /// <summary>The most entries of `offsets` in a commit.</summary>
    public int MaxCommitOffsets { get; set; } = 10_000;

    /// <summary>The most streams (SSE, NDJSON, those of the hub) at once.</summary>
    public int MaxStreams { get; set; } = 10_000;

    /// <summary>How often a stream without records sends a comment.</summary>
    public TimeSpan StreamPingInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a stream's client may take nothing before it is cut off.</summary>
    public TimeSpan StreamStallTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest stream (`for`).</summary>
    public TimeSpan MaxStreamTime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>The most entries in one page of a list (`limit`).</summary>
    public int MaxListLimit { get; set; } = 1000;

    /// <summary>The entries in one page of a list when `limit` is not given.</summary>
    public int DefaultListLimit { get; set; } = 100;

    /// <summary>The most connections at once.</summary>
    public int MaxConnections { get; set; } = 15_000;

    /// <summary>How long a client may take to send the head of a request.</summary>
    public TimeSpan RequestHeadersTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may stay open without a request.</summary>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(130);

    /// <summary>The longest request line; a cursor and Last-Event-ID must fit.</summary>
    public int MaxRequestLineBytes { get; set; } = 8192;

    /// <summary>The longest head of a request.</summary>
    public int MaxRequestHeadersBytes { get; set; } = 32_768;

    /// <summary>The lowest rate at which a body may come and an answer be taken; streams are free of it.</summary>
    public double MinDataRateBytesPerSecond { get; set; } = 240;

    /// <summary>How long a body or an answer may stay below that rate.</summary>
    public TimeSpan MinDataRateGracePeriod { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The most label sets (partitions) of one metric at /metrics; a topic beyond it is left out.</summary>
    public int MaxMetricSeries { get; set; } = 10_000;
}
