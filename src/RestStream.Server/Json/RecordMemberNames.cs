namespace RestStream.Server.Json;

/// <summary>The names of <see cref="RecordMember"/>.</summary>
internal static class RecordMemberNames
{
    /// <summary>What an envelope may have.</summary>
    public const RecordMember OfEnvelope = RecordMember.Records;

    /// <summary>What a record may have.</summary>
    public const RecordMember OfRecord = RecordMember.Key | RecordMember.Value | RecordMember.Headers | RecordMember.Partition | RecordMember.Timestamp
        | RecordMember.KeyEncoding | RecordMember.ValueEncoding;

    /// <summary>What a header may have.</summary>
    public const RecordMember OfHeader = RecordMember.Name | RecordMember.Value | RecordMember.ValueEncoding;

    private const int MaxEscapedLength = 6 * 13;

    /// <summary>The member with the name that stands, quotes included, as <paramref name="token"/>.</summary>
    public static RecordMember Find(ReadOnlySpan<byte> token)
    {
        var name = token[1..^1];
        if (!name.Contains((byte)'\\')) return Match(name);
        if (name.Length > MaxEscapedLength) return RecordMember.Unknown;
        Span<byte> decoded = stackalloc byte[MaxEscapedLength];
        return JsonString.TryUnescape(name, decoded, out var length) ? Match(decoded[..length]) : RecordMember.Unknown;
    }

    /// <summary>The names in <paramref name="members"/>, for a person.</summary>
    public static string List(RecordMember members) => string.Join(", ", Enum.GetValues<RecordMember>()
        .Where(member => member != RecordMember.Unknown && members.HasFlag(member))
        .Select(member => $"\"{char.ToLowerInvariant(member.ToString()[0])}{member.ToString()[1..]}\""));

    private static RecordMember Match(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("key"u8)) return RecordMember.Key;
        if (name.SequenceEqual("value"u8)) return RecordMember.Value;
        if (name.SequenceEqual("timestamp"u8)) return RecordMember.Timestamp;
        if (name.SequenceEqual("partition"u8)) return RecordMember.Partition;
        if (name.SequenceEqual("headers"u8)) return RecordMember.Headers;
        if (name.SequenceEqual("name"u8)) return RecordMember.Name;
        if (name.SequenceEqual("keyEncoding"u8)) return RecordMember.KeyEncoding;
        if (name.SequenceEqual("valueEncoding"u8)) return RecordMember.ValueEncoding;
        return name.SequenceEqual("records"u8) ? RecordMember.Records : RecordMember.Unknown;
    }
}
