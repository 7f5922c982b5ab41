namespace RestStream.Storage.Compaction;

/// <summary>What a compaction has done so far.</summary>
internal sealed class CleanCounts
{
    public long BytesRead { get; set; }

    public long BytesWritten { get; set; }

    public long RecordsRead { get; set; }

    public long RecordsKept { get; set; }

    public long KeylessDropped { get; set; }
}
