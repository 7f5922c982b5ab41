namespace RestStream.Storage.Log;

/// <summary>How the read of one segment ended.</summary>
internal enum SegmentReadOutcome
{
    /// <summary>Batches were read, or there was no room for the first.</summary>
    Read,

    /// <summary>The segment holds nothing at or after the offset.</summary>
    Nothing,

    /// <summary>What lies there does not fit the index or its CRC.</summary>
    Anomaly,
}
