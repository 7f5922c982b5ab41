namespace RestStream.Server.Filters;

/// <summary>What an operand is in a record.</summary>
internal enum FilterKind : byte
{
    /// <summary>Not there: no test of it holds.</summary>
    Absent,

    /// <summary>JSON's null, a record without a key, a tombstone.</summary>
    Null,

    False,

    True,

    Number,

    Text,

    /// <summary>An array.</summary>
    Array,

    /// <summary>An object, or bytes that are no text: there, and equal to nothing.</summary>
    Other,
}
