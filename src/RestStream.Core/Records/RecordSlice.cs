namespace RestStream.Core.Records;

/// <summary>
/// Where one record lies in a <see cref="RecordTable"/>. A start of 0 or more is a position in the table's body; a negative start <c>s</c> is
/// position <c>~s</c> in its scratch (for what had to be decoded: escapes, base64). A length of -1 means null, 0 means empty.
/// </summary>
public struct RecordSlice
{
    /// <summary>The start of the key's bytes.</summary>
    public int KeyStart { get; set; }

    /// <summary>The length of the key in bytes; -1 for a record without a key.</summary>
    public int KeyLength { get; set; }

    /// <summary>The start of the value's bytes.</summary>
    public int ValueStart { get; set; }

    /// <summary>The length of the value in bytes; -1 for a tombstone.</summary>
    public int ValueLength { get; set; }

    /// <summary>The index of the first header in <see cref="RecordTable.Headers"/>.</summary>
    public int HeaderStart { get; set; }

    /// <summary>How many headers.</summary>
    public int HeaderCount { get; set; }

    /// <summary>Epoch milliseconds; <see cref="NoTimestamp"/> when the record has none of its own.</summary>
    public long Timestamp { get; set; }

    /// <summary>In: the partition asked for, or -1. Out: the partition chosen by the engine.</summary>
    public int Partition { get; set; }

    /// <summary>Out: the offset of the stored record; -1 when it was not stored or with acks=0.</summary>
    public long Offset { get; set; }

    /// <summary>The <see cref="Timestamp"/> of a record that has none: the engine takes the time of the append.</summary>
    public const long NoTimestamp = long.MinValue;

    /// <summary>A record with nothing in it: no key, a null value, no headers, no timestamp, no partition.</summary>
    public static RecordSlice Empty => new() { KeyLength = -1, ValueLength = -1, Timestamp = NoTimestamp, Partition = -1, Offset = -1 };
}
