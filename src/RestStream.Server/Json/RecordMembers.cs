using System.Diagnostics.CodeAnalysis;

namespace RestStream.Server.Json;

/// <summary>The members of one record as they stand in the body, not yet decoded: their order is free, so an encoding may follow what it encodes.</summary>
internal struct RecordMembers
{
    /// <summary>Where the record begins.</summary>
    public int Start;

    /// <summary>Which members are there.</summary>
    public RecordMember Seen;

    /// <summary>The key: a string, number, boolean or null.</summary>
    public JsonToken Key;

    /// <summary>The value: any JSON.</summary>
    public JsonToken Value;

    /// <summary>The partition: an integer or null.</summary>
    public JsonToken Partition;

    /// <summary>The timestamp: epoch milliseconds, an ISO 8601 string, or null.</summary>
    public JsonToken Timestamp;

    /// <summary>"text", "base64" or null.</summary>
    public JsonToken KeyEncoding;

    /// <summary>"json", "text", "base64" or null.</summary>
    public JsonToken ValueEncoding;

    /// <summary>The index of the first header in the table.</summary>
    public int HeaderStart;

    /// <summary>How many headers.</summary>
    public int HeaderCount;

    /// <summary>The place for a member that is a value.</summary>
    [UnscopedRef]
    public ref JsonToken Of(RecordMember member)
    {
        switch (member)
        {
            case RecordMember.Key: return ref Key;
            case RecordMember.Partition: return ref Partition;
            case RecordMember.Timestamp: return ref Timestamp;
            case RecordMember.KeyEncoding: return ref KeyEncoding;
            case RecordMember.ValueEncoding: return ref ValueEncoding;
            default: return ref Value;
        }
    }
}
