namespace RestStream.Core.Fetch;

/// <summary>Kinds of <see cref="Position"/>.</summary>
public enum PositionKind
{
    /// <summary><c>earliest</c>: the log start offset.</summary>
    Earliest,

    /// <summary><c>latest</c>: the high watermark.</summary>
    Latest,

    /// <summary><c>42</c>: an offset, in each partition.</summary>
    Offset,

    /// <summary><c>-10</c>: so many offsets before the high watermark, in each partition, not before its start.</summary>
    Last,

    /// <summary><c>@…</c>: the first record with this timestamp or a later one; the high watermark when there is none.</summary>
    Timestamp,
}
