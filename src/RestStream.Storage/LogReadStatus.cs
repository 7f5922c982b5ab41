namespace RestStream.Storage;

/// <summary>How a read of a partition ended.</summary>
public enum LogReadStatus
{
    /// <summary>As asked; nothing was read when the offset is the high watermark.</summary>
    Ok,

    /// <summary>The offset lies beyond the high watermark.</summary>
    OffsetOutOfRange,

    /// <summary>The offset lies in damage; reading goes on at <see cref="LogReadResult.NextReadableOffset"/>.</summary>
    Damaged,

    /// <summary>The log was closed or deleted meanwhile.</summary>
    Closed,
}
