namespace RestStream.Server.Json;

/// <summary>The members that an envelope, a record or a header may have; one bit each, to find repeats.</summary>
[Flags]
internal enum RecordMember
{
    /// <summary>No member of ours.</summary>
    Unknown = 0,

    /// <summary><c>records</c>, of the envelope.</summary>
    Records = 1,

    /// <summary><c>key</c>.</summary>
    Key = 2,

    /// <summary><c>value</c>, of a record or a header.</summary>
    Value = 4,

    /// <summary><c>headers</c>.</summary>
    Headers = 8,

    /// <summary><c>partition</c>.</summary>
    Partition = 16,

    /// <summary><c>timestamp</c>.</summary>
    Timestamp = 32,

    /// <summary><c>keyEncoding</c>.</summary>
    KeyEncoding = 64,

    /// <summary><c>valueEncoding</c>, of a record or a header.</summary>
    ValueEncoding = 128,

    /// <summary><c>name</c>, of a header.</summary>
    Name = 256,
}
