namespace RestStream.Server.Json;

/// <summary>The members of one record as they stand in the body, not yet decoded: their order is free, so an encoding may follow what it encodes.</summary>
internal struct RecordMembers
{
    /// <summary>Where the record begins.</summary>
    public int Start;

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

    /// <summary>Whether there was a "headers".</summary>
    public bool HasHeaders;

    /// <summary>The index of the first header in the table.</summary>
    public int HeaderStart;

    /// <summary>How many headers.</summary>
    public int HeaderCount;
}
