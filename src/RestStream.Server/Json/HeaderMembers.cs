using System.Diagnostics.CodeAnalysis;

namespace RestStream.Server.Json;

/// <summary>The members of one header as they stand in the body, not yet decoded.</summary>
internal struct HeaderMembers
{
    /// <summary>Where the header begins.</summary>
    public int Start;

    /// <summary>The name: a string.</summary>
    public JsonToken Name;

    /// <summary>The value: a string or null.</summary>
    public JsonToken Value;

    /// <summary>"text", "base64" or null.</summary>
    public JsonToken ValueEncoding;

    /// <summary>The place for a member.</summary>
    [UnscopedRef]
    public ref JsonToken Of(RecordMember member)
    {
        switch (member)
        {
            case RecordMember.Name: return ref Name;
            case RecordMember.ValueEncoding: return ref ValueEncoding;
            default: return ref Value;
        }
    }
}
